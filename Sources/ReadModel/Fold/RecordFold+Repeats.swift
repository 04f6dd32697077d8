// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

extension RecordFold {
    /// An event's identity; nil if its source names no ids, or the record is no event (R14).
    func identity(of record: EventRecord, in batch: EventBatch) throws(RecordFault) -> EventIdentity? {
        guard unsafe hasIDs[Int(record.source)], record.fate == .event else { return nil }
        let cells = unsafe batch.cells + Int(record.firstCell + record.cellCount) - 2
        guard unsafe !cells[0].isNull else { throw idMissing(record) }
        return unsafe EventIdentity(
            first: UInt64(bitPattern: cells[0].payload), second: UInt64(bitPattern: cells[1].payload))
    }

    /// Notes an event as delivered, and gives the offset at which it was seen before; -1 if it was not.
    func note(_ record: EventRecord, in batch: EventBatch) throws(RecordFault) -> Int64 {
        guard let repeats, let identity = try identity(of: record, in: batch) else { return -1 }
        return repeats.note(identity, partition: Int(record.partition), offset: record.offset)
    }

    /// Where an event was seen before, without noting it; -1 if it was not, or has no id.
    func seen(_ record: EventRecord, in batch: EventBatch) -> Int64 {
        guard let repeats, let identity = (try? identity(of: record, in: batch)) ?? nil else { return -1 }
        return repeats.find(identity, partition: Int(record.partition), offset: record.offset)
    }

    private func idMissing(_ record: EventRecord) -> RecordFault {
        let plan = programs[Int(record.source)].plan
        let place =
            switch plan.id {
            case .header(let index): "header \(plan.headers[index])"
            case .body(let path): "$\(path)"
            case .none: "its source"
            }
        return RecordFault(.idMissing, "the event has no id in \(place)")
    }
}
