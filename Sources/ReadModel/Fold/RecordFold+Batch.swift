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

    /// Applies one record of any fate.
    @inline(__always)
    func outcome(of record: EventRecord, at position: Int64, in batch: EventBatch) throws -> RecordOutcome {
        switch record.fate {
        case .event, .tombstone: try apply(record, at: position, of: batch)
        case .ignored: .noHandler
        case .message: .message
        case .truncate: try truncate(record, of: batch)
        case .unreadable: throw unreadable(record, of: batch)
        }
    }

    /// Applies the records of a batch in their order; `tallies` are by the projection's order of partitions.
    ///
    /// - Throws: `ModelWriter.StoppedRecord` before the record that cannot be applied; those before it count.
    func apply(_ batch: EventBatch, _ tallies: inout [Tally]) throws {
        for record in batch.records {
            let partition = Int(record.partition)
            do {
                let at = tallies[partition].partition << 48 | record.offset
                if try outcome(of: record, at: at, in: batch) == .applied { tallies[partition].applied += 1 }
            } catch let fault as RecordFault {
                throw ModelWriter.StoppedRecord(fault: fault, partition: partition, offset: record.offset)
            }
            tallies[partition].delivered += 1
            tallies[partition].next = record.offset + 1
        }
    }
}
