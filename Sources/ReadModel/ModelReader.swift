// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
public import SQLite

/// A read-only connection to one generation, with a snapshot that it holds while nothing is committed (R32).
///
/// Used by one thread at a time; `ReaderPool` hands it out.
public final class ModelReader {
    /// SQLite's page cache of a reader, in KiB.
    public static let cacheKiB = 4 * 1_024

    /// The positions as of the snapshot, by topic and partition.
    public private(set) var positions: [PartitionPosition] = []
    /// What the caller derived from `positions`, kept as long as they stand: the text of a header, say.
    public var derived: AnyObject?
    private let connection: Connection
    private let begin: Statement
    private let end: Statement
    private let readPositions: Statement
    let readHeld: Statement
    private let projection: Projection
    private var statements: [Statement?]
    private var snapshot: UInt64?

    init(file: GenerationFile, projection: Projection) throws(ReadModelError) {
        self.projection = projection
        statements = Array(repeating: nil, count: projection.queries.count)
        do {
            connection = try Connection(path: file.path, mode: .readOnly)
            try connection.execute("PRAGMA cache_size = -\(ModelReader.cacheKiB); PRAGMA temp_store = MEMORY")
            begin = try connection.prepare("BEGIN")
            end = try connection.prepare("COMMIT")
            readPositions = try connection.prepare(
                "SELECT \(PositionStore.columns) FROM _positions ORDER BY topic, partition")
            for table in projection.tables {
                try connection.execute(SchemaSQL.readingView(table))
                if let history = SchemaSQL.history(of: table) {
                    try connection.execute(SchemaSQL.readingView(history))
                }
            }
            readHeld = try connection.prepare(HeldStore.cause)
            // SQLite declares a table function at its first use, which the authorizer would refuse later.
            for function in ["json_each", "json_tree"] { _ = try connection.prepare("SELECT 1 FROM \(function)('[]')") }
            connection.harden()
            connection.watchSteps()
            connection.authorize(QueryAuthorizer.allows)
        } catch {
            throw ReadModelError(error, path: file.path)
        }
    }

    /// Makes the snapshot as new as commit number `commit`; one that is as new already stays.
    public func renew(at commit: UInt64) throws(SQLiteError) {
        guard snapshot != commit else { return }
        release()
        connection.allow(steps: .max)
        positions.removeAll(keepingCapacity: true)
        derived = nil
        try begin.run()
        do {
            while try readPositions.step() { positions.append(PositionStore.row(readPositions)) }
        } catch {
            try? end.run()
            throw error
        }
        readPositions.reset()
        snapshot = commit
    }

    /// Ends the snapshot, so that the writer's log can be emptied.
    public func release() {
        guard snapshot != nil else { return }
        snapshot = nil
        try? end.run()
    }

    /// The statement of a query by its place in the projection, prepared once.
    public func statement(_ query: Int) throws(SQLiteError) -> Statement {
        if let known = statements[query] { return known }
        let prepared = try connection.prepare(projection.queries[query].statement)
        statements[query] = prepared
        return prepared
    }

    /// Bounds the work of the statements that run from now on.
    public func allow(steps: Int, until deadline: ContinuousClock.Instant?) {
        connection.allow(steps: steps, until: deadline)
    }
}
