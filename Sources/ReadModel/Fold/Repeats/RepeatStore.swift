// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import SQLite

/// The windows in a generation's file: one row of packed entries a partition and commit.
@safe
final class RepeatStore {
    // Proof of safe: entries are trivial, and read and written whole, within the bytes that are lent.

    static let schema = """
        CREATE TABLE "_ids" (topic TEXT NOT NULL, partition INTEGER NOT NULL, last INTEGER NOT NULL,
            first INTEGER NOT NULL, entries BLOB NOT NULL,
            PRIMARY KEY (topic, partition, last)) STRICT, WITHOUT ROWID
        """

    private let insertRow: Statement
    private let removeRows: Statement
    private let selectRows: Statement
    private let selectRow: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        insertRow = try connection.prepare("INSERT OR REPLACE INTO _ids VALUES (?1, ?2, ?3, ?4, ?5)")
        removeRows = try connection.prepare("DELETE FROM _ids WHERE topic = ?1 AND partition = ?2 AND last < ?3")
        selectRows = try connection.prepare(
            "SELECT first, entries FROM _ids WHERE topic = ?1 AND partition = ?2 AND last >= ?3 ORDER BY last")
        selectRow = try connection.prepare(
            """
            SELECT first, last, entries FROM _ids WHERE topic = ?1 AND partition = ?2 AND last >= ?3
            ORDER BY last LIMIT 1
            """)
    }

    /// Reads the entries from an offset on, in their order.
    func read(
        _ position: PartitionPosition, from offset: Int64, _ body: (EventIdentity, Int64) -> Void
    ) throws(SQLiteError) {
        bind(position, offset, to: selectRows)
        defer { selectRows.reset() }
        while try selectRows.step() {
            for entry in RepeatStore.entries(in: selectRows.blob(1), first: selectRows.integer(0))
            where entry.offset >= offset {
                body(entry.identity, entry.offset)
            }
        }
    }

    func insert(_ entries: [RepeatEntry], first: Int64, last: Int64, of position: PartitionPosition) throws(SQLiteError)
    {
        bind(position, last, to: insertRow)
        insertRow.bind(4, first)
        let bytes = unsafe entries.withUnsafeBytes { unsafe [UInt8]($0) }
        insertRow.bind(5, blob: bytes)
        try insertRow.run()
    }

    func prune(_ position: PartitionPosition, before offset: Int64) throws(SQLiteError) {
        bind(position, offset, to: removeRows)
        try removeRows.run()
    }

    /// Removes the entry of one record, if it was written.
    func remove(_ identity: EventIdentity, at offset: Int64, of position: PartitionPosition) throws(SQLiteError) {
        bind(position, offset, to: selectRow)
        guard try selectRow.step() else { return selectRow.reset() }
        let (first, last) = (selectRow.integer(0), selectRow.integer(1))
        let entries = RepeatStore.entries(in: selectRow.blob(2), first: first)
        selectRow.reset()
        let kept = entries.filter { $0.offset != offset }
        try insert(
            kept.map { RepeatEntry($0.identity, delta: UInt32($0.offset - first)) }, first: first, last: last,
            of: position)
    }

    private func bind(_ position: PartitionPosition, _ offset: Int64, to statement: Statement) {
        statement.bind(1, position.topic)
        statement.bind(2, Int64(position.partition))
        statement.bind(3, offset)
    }

    private static func entries(in bytes: [UInt8], first: Int64) -> [(identity: EventIdentity, offset: Int64)] {
        unsafe bytes.withUnsafeBytes { buffer in
            (0..<buffer.count / MemoryLayout<RepeatEntry>.stride).map { index in
                let entry = unsafe buffer.loadUnaligned(
                    fromByteOffset: index * MemoryLayout<RepeatEntry>.stride, as: RepeatEntry.self)
                return (entry.identity, first + Int64(entry.delta))
            }
        }
    }
}
