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
        var account = Accounting()
    }

    /// A record that could not be applied.
    struct Failure {
        /// Its place in the batch.
        var number: Int
        var fault: RecordFault
    }

    /// Applies these records, in their order, until one fails; `tallies` are by the projection's order of partitions.
    func apply(_ batch: EventBatch, _ numbers: Range<Int>, _ tallies: inout [Tally]) throws -> Failure? {
        let records = batch.records
        for number in numbers {
            let record = records[number]
            let partition = Int(record.partition)
            do {
                let outcome = try outcome(of: record, at: tallies[partition].at(record.offset), in: batch)
                if outcome == .applied {
                    tallies[partition].account.applied += 1
                } else {
                    tallies[partition].account.count(outcome)
                }
            } catch let fault as RecordFault {
                return Failure(number: number, fault: fault)
            }
            tallies[partition].delivered(record.offset)
        }
        return nil
    }

    /// Applies one record to all tables that it feeds; nothing has changed if it throws.
    @inline(__always)
    func outcome(of record: EventRecord, at position: Int64, in batch: EventBatch) throws -> RecordOutcome {
        switch record.fate {
        case .unreadable: throw unreadable(record, of: batch)
        case .ignored: return .noHandler
        case .message: return .message
        case .event:
            if unsafe hasIDs[Int(record.source)], try note(record, in: batch) >= 0 { return .repeated }
            return try apply(record, at: position, of: batch)
        case .tombstone: return try apply(record, at: position, of: batch)
        case .truncate: return try truncate(record, of: batch)
        }
    }
}

extension RecordFold.Tally {
    /// A record's place as rows store it in `_at` (R4).
    @inline(__always)
    func at(_ offset: Int64) -> Int64 { partition << 48 | offset }

    /// Counts a record in as delivered.
    @inline(__always)
    mutating func delivered(_ offset: Int64) {
        account.delivered += 1
        next = offset + 1
    }
}
