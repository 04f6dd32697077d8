// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import SQLite

/// Reads the held records of a generation on a connection of its own.
public final class HeldReader {
    private let connection: Connection

    /// Opens a generation's file.
    public init(_ file: GenerationFile) throws {
        connection = try Connection(path: file.path, mode: .readOnly)
    }

    /// How much is held.
    public struct Count: Hashable, Sendable {
        /// The keys; a record without a key counts as one.
        public var keys: Int64
        /// The records.
        public var records: Int64
    }

    /// How much is held in all.
    public func count() throws -> Count {
        Count(
            keys: try connection.integer("SELECT count(*) FROM _held WHERE failed = 1") ?? 0,
            records: try connection.integer("SELECT count(*) FROM _held") ?? 0)
    }

    private static let columns = """
        topic, partition, "offset", source, key, timestamp_ms, hash, code, message
        """

    /// The first record of each held key, in the order in which they were held, `limit` at most.
    public func keys(limit: Int) throws -> [HeldRecord] {
        let statement = try connection.prepare(
            """
            SELECT \(HeldReader.columns), key_hash FROM _held WHERE failed = 1 ORDER BY rowid LIMIT ?1
            """)
        let waiting = try connection.prepare(
            "SELECT count(*) FROM _held WHERE source = ?1 AND key_hash = ?2 AND failed = 0")
        let repeating = try connection.prepare(
            """
            WITH RECURSIVE behind(place) AS (SELECT ?3 UNION ALL SELECT h."offset" FROM _held AS h JOIN behind
                ON h.topic = ?1 AND h.partition = ?2 AND h.seen_at = behind.place)
            SELECT count(*) - 1 FROM behind
            """)
        statement.bind(1, Int64(limit))
        var records: [HeldRecord] = []
        while try statement.step() {
            var record = HeldReader.record(statement)
            if record.key != nil {
                waiting.bind(1, Int64(record.source))
                waiting.bind(2, statement.integer(9))
                if try waiting.step() { record.waiting = waiting.integer(0) }
                waiting.reset()
            } else {
                repeating.bind(1, record.topic)
                repeating.bind(2, Int64(record.partition))
                repeating.bind(3, record.offset)
                if try repeating.step() { record.waiting = repeating.integer(0) }
                repeating.reset()
            }
            records.append(record)
        }
        return records
    }

    /// The held record at a place, with all its bytes; nil if none is held there.
    public func record(topic: String, partition: Int32, offset: Int64) throws -> HeldRecord? {
        let statement = try connection.prepare(
            """
            SELECT \(HeldReader.columns), value, headers FROM _held
            WHERE topic = ?1 AND partition = ?2 AND "offset" = ?3
            """)
        statement.bind(1, topic)
        statement.bind(2, Int64(partition))
        statement.bind(3, offset)
        guard try statement.step() else { return nil }
        var record = HeldReader.record(statement)
        record.value = statement.kind(9) == .null ? nil : statement.blob(9)
        record.headers = HeldHeaders.headers(statement.blob(10))
        return record
    }

    private static func record(_ row: Statement) -> HeldRecord {
        let code = row.kind(7) == .null ? nil : RecordFault.Code(rawValue: row.text(7)) ?? .badValue
        return HeldRecord(
            topic: row.text(0), partition: Int32(truncatingIfNeeded: row.integer(1)), offset: row.integer(2),
            source: Int(row.integer(3)), key: row.kind(4) == .null ? nil : row.blob(4), timestampMs: row.integer(5),
            hash: UInt64(bitPattern: row.integer(6)), fault: code.map { RecordFault($0, row.text(8)) })
    }
}
