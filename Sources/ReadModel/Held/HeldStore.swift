// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import SQLite

/// The table of held records in a generation's file, written in the transaction of the rows (R17).
final class HeldStore {
    /// The table and its indexes.
    ///
    /// A row's `failed` is 1 for the first record of its key, which failed itself, and for records without a key; what
    /// waits behind one has neither code nor message. `number` counts the generation's deliveries up to the record,
    /// 0 where its failure does not count for `stop_above`; `seen_at` is where its event was seen before (R14).
    static let schema = [
        """
        CREATE TABLE "_held" (topic TEXT NOT NULL, partition INTEGER NOT NULL, "offset" INTEGER NOT NULL,
            source INTEGER NOT NULL, key BLOB, key_hash INTEGER NOT NULL, timestamp_ms INTEGER NOT NULL,
            hash INTEGER NOT NULL, code TEXT, message TEXT, value BLOB, headers BLOB NOT NULL, failed INTEGER NOT NULL,
            number INTEGER NOT NULL, seen_at INTEGER, PRIMARY KEY (topic, partition, "offset")) STRICT
        """,
        """
        CREATE INDEX "_held__keys" ON "_held" (source, key_hash, partition, "offset", failed)
        """,
        """
        CREATE INDEX "_held__failed" ON "_held" (number) WHERE failed = 1
        """,
        """
        CREATE INDEX "_held__seen" ON "_held" (topic, partition, seen_at) WHERE seen_at IS NOT NULL
        """,
    ]

    /// The cause for which the record at a place is held.
    static let cause = """
        SELECT code, message FROM _held WHERE topic = ?1 AND partition = ?2 AND "offset" = ?3
        """

    private let insertion: Statement
    private let byKey: Statement
    private let byHash: Statement
    private let byPlace: Statement
    private let firstOfKey: Statement
    private let byRowid: Statement
    private let removal: Statement
    private let failure: Statement
    private let repeats: Statement
    private let repeated: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertion = try connection.prepare(
            """
            INSERT INTO _held (topic, partition, "offset", source, key, key_hash, timestamp_ms, hash, code, message,
                value, headers, failed, number, seen_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            """)
        byKey = try connection.prepare(
            "SELECT 1 FROM _held WHERE source = ?1 AND key_hash = ?2 AND key = ?3 LIMIT 1")
        byHash = try connection.prepare("SELECT 1 FROM _held WHERE source = ?1 AND key_hash = ?2 LIMIT 1")
        byPlace = try connection.prepare(
            """
            SELECT rowid, source, key, key_hash, hash, failed, number FROM _held
            WHERE topic = ?1 AND partition = ?2 AND "offset" = ?3
            """)
        let columns = "rowid, topic, partition, \"offset\", timestamp_ms, failed, number, key, value, headers, seen_at"
        firstOfKey = try connection.prepare(
            """
            SELECT \(columns) FROM _held WHERE source = ?1 AND key_hash = ?2 AND key = ?3
            ORDER BY partition, "offset" LIMIT 1
            """)
        byRowid = try connection.prepare("SELECT \(columns) FROM _held WHERE rowid = ?1")
        removal = try connection.prepare("DELETE FROM _held WHERE rowid = ?1")
        failure = try connection.prepare(
            "UPDATE _held SET failed = 1, code = ?2, message = ?3 WHERE rowid = ?1")
        repeats = try connection.prepare(
            """
            SELECT source, key, key_hash, rowid FROM _held
            WHERE topic = ?1 AND partition = ?2 AND seen_at = ?3 AND key IS NULL
            """)
        repeated = try connection.prepare(
            """
            SELECT b.source, b.key, b.key_hash, b.rowid FROM _held AS a JOIN _held AS b
            ON b.topic = a.topic AND b.partition = a.partition AND b."offset" = a.seen_at WHERE a.rowid = ?1
            """)
    }

    /// Adds a record, with its fault if it failed itself.
    func insert(
        _ record: EventRecord, _ raw: RawRecord, of position: PartitionPosition, fault: RecordFault?, number: Int64,
        seenAt: Int64
    ) throws(SQLiteError) {
        insertion.bind(1, position.topic)
        insertion.bind(2, Int64(position.partition))
        insertion.bind(3, record.offset)
        insertion.bind(4, Int64(position.source))
        if let key = raw.key { insertion.bind(5, blob: key) } else { insertion.bindNull(5) }
        insertion.bind(6, Int64(bitPattern: raw.keyHash))
        insertion.bind(7, record.timestampMs)
        insertion.bind(8, Int64(bitPattern: raw.hash))
        if let fault {
            insertion.bind(9, fault.code.rawValue)
            insertion.bind(10, fault.message)
        } else {
            insertion.bindNull(9)
            insertion.bindNull(10)
        }
        if let value = raw.value { insertion.bind(11, blob: value) } else { insertion.bindNull(11) }
        insertion.bind(12, blob: HeldHeaders.bytes(raw.headers))
        insertion.bind(13, Int64(fault == nil ? 0 : 1))
        insertion.bind(14, number)
        if seenAt >= 0 { insertion.bind(15, seenAt) } else { insertion.bindNull(15) }
        try insertion.run()
    }

    /// Whether a record of the key is held.
    func holds(source: Int, hash: UInt64, key: [UInt8]) throws(SQLiteError) -> Bool {
        byKey.bind(1, Int64(source))
        byKey.bind(2, Int64(bitPattern: hash))
        byKey.bind(3, blob: key)
        defer { byKey.reset() }
        return try byKey.step()
    }

    /// Whether a record of any key of that hash is held.
    func holds(source: Int, hash: UInt64) throws(SQLiteError) -> Bool {
        byHash.bind(1, Int64(source))
        byHash.bind(2, Int64(bitPattern: hash))
        defer { byHash.reset() }
        return try byHash.step()
    }

    /// A held record without its bytes.
    struct Entry {
        var key: HeldKey
        var rowid: Int64
        var hash: UInt64
        var failed: Bool
        var number: Int64
    }

    /// The held record at a place.
    func entry(topic: String, partition: Int32, offset: Int64) throws(SQLiteError) -> Entry? {
        byPlace.bind(1, topic)
        byPlace.bind(2, Int64(partition))
        byPlace.bind(3, offset)
        defer { byPlace.reset() }
        guard try byPlace.step() else { return nil }
        return Entry(
            key: HeldStore.key(byPlace, source: 1, key: 2, hash: 3, rowid: 0), rowid: byPlace.integer(0),
            hash: UInt64(bitPattern: byPlace.integer(4)), failed: byPlace.integer(5) == 1, number: byPlace.integer(6))
    }

    /// Calls with the statement that stands at the first record of a key; false if there is none.
    func withFirst(of key: HeldKey, _ body: (Statement) throws -> Void) throws -> Bool {
        let first: Statement
        if let bytes = key.bytes {
            first = firstOfKey
            first.bind(1, Int64(key.source))
            first.bind(2, Int64(bitPattern: key.hash))
            first.bind(3, blob: bytes)
        } else {
            first = byRowid
            first.bind(1, key.rowid)
        }
        defer { first.reset() }
        guard try first.step() else { return false }
        try body(first)
        return true
    }

    /// Lets those that saw their event in a record that does not count any more see it where that one had, if that is
    /// within `span`.
    func seeBehind(
        _ position: PartitionPosition, _ offset: Int64, _ before: Int64, span: Int64
    ) throws(SQLiteError) {
        let statement = try connection.prepare(
            """
            UPDATE _held SET seen_at = CASE WHEN ?4 >= 0 AND "offset" - ?4 <= ?5 THEN ?4 END
            WHERE topic = ?1 AND partition = ?2 AND seen_at = ?3
            """)
        statement.bind(1, position.topic)
        statement.bind(2, Int64(position.partition))
        statement.bind(3, offset)
        statement.bind(4, before)
        statement.bind(5, span)
        try statement.run()
    }

    /// The held record without a key that saw its event in the one at a place; nil if there is none.
    func repeating(topic: String, partition: Int32, offset: Int64) throws(SQLiteError) -> HeldKey? {
        repeats.bind(1, topic)
        repeats.bind(2, Int64(partition))
        repeats.bind(3, offset)
        defer { repeats.reset() }
        guard try repeats.step() else { return nil }
        return HeldStore.key(repeats, source: 0, key: 1, hash: 2, rowid: 3)
    }

    /// What has to be applied before a held record can be: of one without a key, the first that it repeats.
    func first(before key: HeldKey) throws(SQLiteError) -> HeldKey {
        var first = key
        while first.bytes == nil {
            repeated.bind(1, first.rowid)
            defer { repeated.reset() }
            guard try repeated.step() else { break }
            first = HeldStore.key(repeated, source: 0, key: 1, hash: 2, rowid: 3)
        }
        return first
    }

    func remove(_ rowid: Int64) throws(SQLiteError) {
        removal.bind(1, rowid)
        try removal.run()
    }

    /// Notes that a record failed itself, and why.
    func fail(_ rowid: Int64, _ fault: RecordFault) throws(SQLiteError) {
        failure.bind(1, rowid)
        failure.bind(2, fault.code.rawValue)
        failure.bind(3, fault.message)
        try failure.run()
    }

    // MARK: - At the opening

    /// Calls with source and key hash of each held key; the null key's hash is 0.
    func forEachKey(_ body: (Int, UInt64) -> Void) throws(SQLiteError) {
        let statement = try connection.prepare("SELECT DISTINCT source, key_hash FROM _held")
        while try statement.step() {
            body(Int(statement.integer(0)), UInt64(bitPattern: statement.integer(1)))
        }
    }

    /// Whether any record is held.
    func holdsAny() throws(SQLiteError) -> Bool { try connection.integer("SELECT 1 FROM _held LIMIT 1") != nil }

    /// The number of held keys, one without a key counted for each record.
    func keyCount() throws(SQLiteError) -> Int {
        Int(try connection.integer("SELECT count(*) FROM _held WHERE failed = 1") ?? 0)
    }

    /// The numbers of the records that failed themselves, from `number` on.
    func failures(from number: Int64) throws(SQLiteError) -> [Int64] {
        let statement = try connection.prepare(
            "SELECT number FROM _held WHERE failed = 1 AND number >= ?1 ORDER BY number")
        statement.bind(1, number)
        var numbers: [Int64] = []
        while try statement.step() { numbers.append(statement.integer(0)) }
        return numbers
    }

    /// Keys whose first record has not failed, and records without a key that wait behind none: they were being applied
    /// when the writer ended.
    func interrupted() throws(SQLiteError) -> [HeldKey] {
        let statement = try connection.prepare(
            """
            SELECT a.source, a.key, a.key_hash, a.rowid FROM _held AS a,
                (SELECT min(rowid) AS first FROM _held WHERE key_hash <> 0 GROUP BY source, key_hash
                 HAVING max(failed) = 0) AS b
            WHERE a.rowid = b.first
            UNION ALL SELECT source, key, key_hash, rowid FROM _held AS a
            WHERE key_hash = 0 AND failed = 0 AND NOT EXISTS (SELECT 1 FROM _held AS b
                WHERE b.topic = a.topic AND b.partition = a.partition AND b."offset" = a.seen_at)
            """)
        var keys: [HeldKey] = []
        while try statement.step() {
            keys.append(HeldStore.key(statement, source: 0, key: 1, hash: 2, rowid: 3))
        }
        return keys
    }

    /// Up to `limit` records that failed, with rowids after `rowid` and up to `last`, in their order.
    func failed(after rowid: Int64, through last: Int64, limit: Int) throws(SQLiteError) -> [HeldKey] {
        let statement = try connection.prepare(
            """
            SELECT source, key, key_hash, rowid FROM _held
            WHERE failed = 1 AND rowid > ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3
            """)
        statement.bind(1, rowid)
        statement.bind(2, last)
        statement.bind(3, Int64(limit))
        var keys: [HeldKey] = []
        while try statement.step() {
            keys.append(HeldStore.key(statement, source: 0, key: 1, hash: 2, rowid: 3))
        }
        return keys
    }

    /// The highest rowid; 0 if nothing is held.
    func lastRowid() throws(SQLiteError) -> Int64 {
        try connection.integer("SELECT max(rowid) FROM _held") ?? 0
    }

    private static func key(
        _ statement: Statement, source: Int32, key: Int32, hash: Int32, rowid: Int32
    ) -> HeldKey {
        HeldKey(
            source: Int(statement.integer(source)), bytes: statement.kind(key) == .null ? nil : statement.blob(key),
            hash: UInt64(bitPattern: statement.integer(hash)), rowid: statement.integer(rowid))
    }
}
