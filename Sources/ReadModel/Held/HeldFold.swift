// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// Applies held records from the table of them: decodes them again, and folds them on rows that are read first.
///
/// Between its calls the writer's own fold has nothing to write and no rows at hand, so the two never disagree.
final class HeldFold {
    /// A held record that was decoded.
    struct Taken {
        var rowid: Int64
        var partition: Int
        var offset: Int64
        var failed: Bool
        var number: Int64
        /// The offset at which its event was seen before; -1 if it was not.
        var seenAt: Int64
    }

    private let fold: RecordFold
    private let batch = EventBatch()
    private var decoders: [Int: RecordDecoder] = [:]

    init(
        _ projection: Projection, _ epochs: [PartitionEpochs], _ positions: [PartitionPosition],
        follower: (any TableFollower)? = nil, on connection: Connection
    ) throws(SQLiteError) {
        fold = try RecordFold(
            projection, isCareful: true, epochs: epochs, follower: follower, connection: connection)
        fold.countPartitions(positions)
    }

    /// Decodes the first record of a key; nil if none is left, or if its partition is not known.
    func take(_ key: HeldKey, from store: HeldStore, _ positions: [PartitionPosition]) throws -> Taken? {
        batch.removeAll()
        var taken: Taken?
        _ = try store.withFirst(of: key) { row in
            let (topic, partition) = (row.text(1), Int32(truncatingIfNeeded: row.integer(2)))
            guard let index = positions.firstIndex(where: { $0.topic == topic && $0.partition == partition }) else {
                return
            }
            decode(row, source: key.source, partition: index)
            taken = Taken(
                rowid: row.integer(0), partition: index, offset: row.integer(3), failed: row.integer(5) == 1,
                number: row.integer(6), seenAt: row.kind(10) == .null ? -1 : row.integer(10))
        }
        return taken
    }

    private func decode(_ row: Statement, source: Int, partition: Int) {
        let plan = fold.programs[source].plan
        let decoder = decoders[source] ?? RecordDecoder(plan: plan)
        decoders[source] = decoder
        if !plan.headers.isEmpty {
            let headers = HeldHeaders.headers(row.blob(9))
            for (index, name) in plan.headers.enumerated() {
                guard let value = headers.last(where: { $0.name == name })?.value else { continue }
                decoder.setHeader(index, copying: value)
            }
        }
        let (offset, timestampMs) = (row.integer(3), row.integer(4))
        HeldFold.withBlob(row, 7) { key in
            HeldFold.withBlob(row, 8) { value in
                decoder.decode(
                    key: key, value: value, offset: offset, timestampMs: timestampMs,
                    partition: UInt16(partition), into: batch)
            }
        }
    }

    private static func withBlob(_ row: Statement, _ column: Int32, _ body: (RawSpan?) -> Void) {
        if row.kind(column) == .null { body(nil) } else { row.withBlob(column) { body($0) } }
    }

    /// The identity of the record that was taken last, if it has one (R14).
    var identity: EventIdentity? { (try? fold.identity(of: batch.records[0], in: batch)) ?? nil }

    /// Applies the record that was taken last.
    func apply(_ taken: Taken, _ partition: Int32) throws -> RecordOutcome {
        let record = batch.records[0]
        _ = try fold.identity(of: record, in: batch)
        if taken.seenAt >= 0 { return .repeated }
        return try fold.outcome(of: record, at: Int64(partition) << 48 | record.offset, in: batch)
    }

    /// Writes the changed rows, and forgets them.
    func flush() throws {
        for table in fold.tables {
            // Its rows are read before they are changed, so none is in the way.
            _ = try table.flush()
            table.forget()
        }
    }
}
