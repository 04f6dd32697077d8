// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite

/// Positions and witnesses in a generation's file, changed by compare-and-swap.
final class PositionStore {
    private let connection: Connection
    private let update: Statement
    private let insert: Statement
    private let witness: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        update = try connection.prepare(
            """
            UPDATE _positions SET next = ?3, done = ?4, delivered = ?5, applied = ?6, no_handler = ?7, repeated = ?8,
                stale = ?9, message = ?10, held = ?11, skipped = ?12, last_offset = ?15, last_timestamp_ms = ?16,
                last_hash = ?17
            WHERE topic = ?1 AND partition = ?2 AND next = ?13 AND done = ?14
            """)
        insert = try connection.prepare(
            """
            INSERT INTO _positions (\(PositionStore.columns))
            VALUES (?1, ?2, ?3, ?4, ?4, ?4, 0, 0, 0, 0, 0, 0, 0, 0)
            """)
        witness = try connection.prepare(
            """
            INSERT OR REPLACE INTO _witnesses (topic, partition, step, "offset", timestamp_ms, hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """)
    }

    static let columns = """
        topic, partition, source, first, next, done, delivered, applied, no_handler, repeated, stale, message, held, \
        skipped
        """

    /// All positions, by topic and partition.
    static func read(_ connection: Connection) throws(SQLiteError) -> [PartitionPosition] {
        var positions: [PartitionPosition] = []
        let statement = try connection.prepare(
            """
            SELECT \(columns), last_offset, last_timestamp_ms, last_hash FROM _positions ORDER BY topic, partition
            """)
        let steps = try connection.prepare(
            "SELECT step, \"offset\", timestamp_ms, hash FROM _witnesses WHERE topic = ?1 AND partition = ?2")
        while try statement.step() {
            var position = row(statement)
            if statement.kind(14) != .null {
                position.witnesses.restore(witness(statement, from: 14), step: 0)
            }
            steps.bind(1, position.topic)
            steps.bind(2, Int64(position.partition))
            while try steps.step() {
                position.witnesses.restore(witness(steps, from: 1), step: Int(steps.integer(0)))
            }
            steps.reset()
            positions.append(position)
        }
        return positions
    }

    private static func witness(_ statement: Statement, from column: Int32) -> Witness {
        Witness(
            offset: statement.integer(column), timestampMs: statement.integer(column + 1),
            hash: UInt64(bitPattern: statement.integer(column + 2)))
    }

    /// One row of `_positions`, without its witnesses.
    static func row(_ statement: Statement) -> PartitionPosition {
        var position = PartitionPosition(
            topic: statement.text(0), partition: Int32(truncatingIfNeeded: statement.integer(1)),
            source: Int(statement.integer(2)), first: statement.integer(3))
        position.next = statement.integer(4)
        position.done = statement.integer(5)
        position.accounting.delivered = statement.integer(6)
        position.accounting.applied = statement.integer(7)
        position.accounting.noHandler = statement.integer(8)
        position.accounting.repeated = statement.integer(9)
        position.accounting.stale = statement.integer(10)
        position.accounting.message = statement.integer(11)
        position.accounting.held = statement.integer(12)
        position.accounting.skipped = statement.integer(13)
        return position
    }

    /// Adds partitions that the generation did not know.
    func add(_ position: PartitionPosition) throws(SQLiteError) {
        insert.bind(1, position.topic)
        insert.bind(2, Int64(position.partition))
        insert.bind(3, Int64(position.source))
        insert.bind(4, position.first)
        try insert.run()
    }

    /// Moves a position from what it was; false if somebody else moved it meanwhile.
    func swap(_ old: PartitionPosition, for new: PartitionPosition) throws(SQLiteError) -> Bool {
        update.bind(1, new.topic)
        update.bind(2, Int64(new.partition))
        let account = new.accounting
        for (index, value) in [
            new.next, new.done, account.delivered, account.applied, account.noHandler, account.repeated,
            account.stale, account.message, account.held, account.skipped, old.next, old.done,
        ].enumerated() {
            update.bind(Int32(index + 3), value)
        }
        // The newest witness changes with every commit: here it costs no page of its own.
        if let last = new.witnesses.steps[0] {
            update.bind(15, last.offset)
            update.bind(16, last.timestampMs)
            update.bind(17, Int64(bitPattern: last.hash))
        } else {
            for index in Int32(15)...17 { update.bindNull(index) }
        }
        try update.run()
        return connection.changes == 1
    }

    /// Writes the older witnesses that changed; the newest stands with the position.
    func write(_ witnesses: WitnessLadder, steps: Range<Int>, of position: PartitionPosition) throws(SQLiteError) {
        for step in steps where step > 0 {
            guard let entry = witnesses.steps[step] else { continue }
            witness.bind(1, position.topic)
            witness.bind(2, Int64(position.partition))
            witness.bind(3, Int64(step))
            witness.bind(4, entry.offset)
            witness.bind(5, entry.timestampMs)
            witness.bind(6, Int64(bitPattern: entry.hash))
            try witness.run()
        }
    }
}
