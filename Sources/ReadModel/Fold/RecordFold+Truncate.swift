// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

extension RecordFold {
    /// Empties the tables that hold the rows of a record's source (R18): those that a tombstone deletes from.
    ///
    /// What comes before the record in the transaction is before it here too.
    func truncate(_ record: EventRecord, of batch: EventBatch) throws -> RecordOutcome {
        let source = Int(record.source)
        let emptied = programs[source].tombstoneSteps.map { tables[$0.table] }
        guard !emptied.isEmpty else { return .noHandler }
        guard partitionCounts[source] <= 1 else {
            throw RecordFault(
                .truncateUnordered,
                "the record empties its table, and \(partitionCounts[source]) partitions have no common order")
        }
        let time = emptied.contains { $0.history != nil } ? try time(ofTruncate: record, in: batch) : ""
        for table in emptied {
            if table.hidden.count > 0 {
                guard try table.flush() else { throw ModelWriter.NeedsCare() }
                try table.closeHistory(at: time)
            }
            try table.deleteAll()
        }
        return .applied
    }

    /// When a record happened that has no cells of its own, or those of a tombstone.
    private func time(ofTruncate record: EventRecord, in batch: EventBatch) throws(RecordFault) -> String {
        let slots = programs[Int(record.source)].plan.tombstone
        if Int(record.cellCount) == slots.count, let slot = slots.firstIndex(where: { $0.origin == .time }) {
            let cell = unsafe CellView(record, of: batch).cells[slot]
            if cell.rawKind == CellKind.text.rawValue { return batch.string(of: cell) }
        } else if record.timestampMs >= 0,
            case .success(.text(let time)) = ValueType.timestamp.parse(String(record.timestampMs))
        {
            return time
        }
        throw RecordFault(.badValue, "the record has no time, and a history needs it")
    }
}
