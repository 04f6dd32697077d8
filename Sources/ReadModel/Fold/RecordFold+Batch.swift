// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

extension RecordFold {
    /// What a batch did to one partition.
    struct Tally {
        /// The partition's number.
        var partition: Int64
        /// The last delivered offset + 1.
        var next: Int64
        var delivered: Int64 = 0
        var applied: Int64 = 0
    }

    /// Applies the records of a batch in their order; `tallies` are by the projection's order of partitions.
    ///
    /// - Throws: `ModelWriter.StoppedRecord` before the record that cannot be applied; those before it count.
    func apply(_ batch: EventBatch, _ tallies: inout [Tally]) throws {
        for record in batch.records {
            let partition = Int(record.partition)
            do {
                if record.fate == .unreadable { throw unreadable(record, of: batch) }
                let at = tallies[partition].partition << 48 | record.offset
                if try record.fate != .ignored && apply(record, at: at, of: batch) { tallies[partition].applied += 1 }
            } catch let fault as RecordFault {
                throw ModelWriter.StoppedRecord(fault: fault, partition: partition, offset: record.offset)
            }
            tallies[partition].delivered += 1
            tallies[partition].next = record.offset + 1
        }
    }
}
