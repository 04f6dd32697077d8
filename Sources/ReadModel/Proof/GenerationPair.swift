// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
public import SQLite

/// The files of two generations on one connection, with a snapshot of each.
///
/// One thread uses it; `interrupt` may come from any. What it notes of the two stands in temporary tables, so that its
/// memory does not grow with them.
public final class GenerationPair: Sendable {
    /// SQLite's page cache for each of the files, in KiB: rows are read in order, so little of it is of use twice.
    static let cacheKiB = 4 * 1_024

    /// The names by which a statement reads them.
    enum Side: String {
        case live = "main"
        case new

        /// A table or view of this side.
        func name(_ relation: String) -> String { "\(rawValue).\"\(relation)\"" }
    }

    /// How far one partition is worked off on both sides.
    public struct Partition: Hashable, Sendable {
        /// The topic.
        public var topic: String
        /// The partition.
        public var partition: Int32
        /// Where the live generation's next record is; nil if it does not know the partition.
        public var live: Int64?
        /// Where the new one's is; nil if it does not know the partition.
        public var new: Int64?
    }

    let connection: Connection

    /// Opens both files, without a snapshot yet.
    public init(live: GenerationFile, new: GenerationFile) throws(SQLiteError) {
        connection = try Connection(path: live.path, mode: .readOnly)
        try connection.attach(new.path, as: Side.new.rawValue)
        try connection.addDigest()
        try connection.execute(
            """
            PRAGMA main.cache_size = -\(GenerationPair.cacheKiB);
            PRAGMA \(Side.new.rawValue).cache_size = -\(GenerationPair.cacheKiB);
            PRAGMA temp_store = FILE;
            CREATE TEMP TABLE _left_out (relation TEXT, hash BLOB, PRIMARY KEY (relation, hash)) WITHOUT ROWID;
            CREATE TEMP TABLE _seen (relation TEXT, hash BLOB, PRIMARY KEY (relation, hash)) WITHOUT ROWID;
            \(HeldComparison.schema)
            """)
    }

    /// Takes a snapshot of both, and tells where they stand.
    public func begin() throws(SQLiteError) -> [Partition] {
        try connection.execute("BEGIN")
        do throws(SQLiteError) {
            let live = Side.live.name("_positions")
            let new = Side.new.name("_positions")
            let statement = try connection.prepare(
                """
                SELECT o.topic, o.partition, o.next, n.next FROM \(live) AS o
                LEFT JOIN \(new) AS n ON n.topic = o.topic AND n.partition = o.partition
                UNION ALL SELECT n.topic, n.partition, NULL, n.next FROM \(new) AS n WHERE NOT EXISTS
                (SELECT 1 FROM \(live) AS o WHERE o.topic = n.topic AND o.partition = n.partition)
                """)
            var partitions: [Partition] = []
            while try statement.step() {
                partitions.append(
                    Partition(
                        topic: statement.text(0), partition: Int32(truncatingIfNeeded: statement.integer(1)),
                        live: statement.kind(2) == .null ? nil : statement.integer(2),
                        new: statement.kind(3) == .null ? nil : statement.integer(3)))
            }
            return partitions
        } catch {
            end()
            throw error
        }
    }

    /// Lets the snapshots go, so that the logs can be emptied.
    public func end() {
        if connection.isInTransaction { try? connection.execute("COMMIT") }
    }

    /// Ends what is being compared with an error of kind `interrupted`; from any thread.
    public func interrupt() { connection.interrupt() }
}
