// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
public import SQLite

/// Keeps the views of one database, on the writer's connection and thread.
///
/// For each changed table of a transaction: fill its delta table, `willWrite`, write the rows, `didWrite`; after the
/// last one `finish`. What is thrown is a `ViewFailure` where a view is to blame, and SQLite's error otherwise; the
/// transaction must be rolled back then, and `rolledBack` called.
public final class ViewKeeper {
    private let connection: Connection
    /// The nodes, each after those that it reads.
    private let nodes: [RunningNode]
    /// The nodes that read a source, by its name.
    private let readers: [String: [RunningNode]]
    private let clearing: [String: Statement]
    /// What was done for each view since the start.
    public private(set) var counts: [ViewCounts]

    /// Makes the temporary tables and prepares all statements.
    ///
    /// - Parameters:
    ///   - program: The views.
    ///   - connection: The writer's connection, whose database has the tables and the views' objects.
    ///   - failed: The views that are not kept; those that read them are not either.
    public init(_ program: ViewProgram, on connection: Connection, without failed: Set<String> = []) throws {
        self.connection = connection
        let gone = program.views(without: failed)
        let kept = program.nodes.filter { !gone.contains($0.view) }
        let read = Set(kept.flatMap(\.reads))
        let views = program.views.map(\.name).filter { !gone.contains($0) }
        counts = views.map { ViewCounts(view: $0) }
        var clearing: [String: Statement] = [:]
        for (name, source) in program.tables.sorted(by: { $0.key < $1.key }) {
            try connection.execute(Self.again(source.deltaTable))
            clearing[name] = try connection.prepare("DELETE FROM temp.\(source.delta.quoted)")
        }
        self.clearing = clearing
        for node in kept {
            let delta = read.contains(node.name) ? [node.source.deltaTable] : []
            for statement in node.temporaries + delta { try connection.execute(Self.again(statement)) }
        }
        nodes = try kept.map { node in
            try RunningNode(
                node, view: views.firstIndex(of: node.view) ?? 0, isRead: read.contains(node.name), on: connection)
        }
        var readers: [String: [RunningNode]] = [:]
        for node in nodes {
            for name in node.node.reads { readers[name, default: []].append(node) }
        }
        self.readers = readers
    }

    /// A keeper that was there before on the connection may have made the table.
    private static func again(_ statement: String) -> String {
        for kind in ["CREATE TEMP TABLE", "CREATE UNIQUE INDEX", "CREATE INDEX"] where statement.hasPrefix(kind) {
            return "\(kind) IF NOT EXISTS\(statement.dropFirst(kind.count))"
        }
        return statement
    }

    /// Fills all nodes from the tables as they are, one statement a table.
    ///
    /// What reads a table that keeps no rows is left as it is (R24).
    public func build() throws {
        for running in nodes where !running.node.readsStream {
            try blaming(running) {
                for statement in running.node.build { try connection.execute(statement) }
            }
        }
    }

    /// Takes what a relation's delta table says, before its rows are written.
    public func willWrite(_ relation: String) throws {
        try take(relation) { $0.before }
    }

    /// Takes it again after they are written, and empties the delta table.
    public func didWrite(_ relation: String) throws {
        try take(relation) { $0.after }
        try clearing[relation]?.run()
    }

    /// Brings all views up to date, after the last relation of a transaction.
    public func finish() throws {
        for running in nodes where running.isDirty {
            let name = running.node.name
            try blaming(running) {
                counts[running.view].largestFanOut = max(counts[running.view].largestFanOut, try running.rowsAgain())
                counts[running.view].keysRecomputed += try running.findChanges()
            }
            try take(name) { $0.before }
            try blaming(running) { counts[running.view].rowsWritten += try running.write() }
            try take(name) { $0.after }
            try blaming(running) { try running.finish() }
        }
    }

    /// Forgets what memory says of the open transaction.
    public func rolledBack() {
        for running in nodes { running.isDirty = false }
    }

    private typealias Gatherings = (before: [RunningNode.Gathering], after: [RunningNode.Gathering])

    private func take(_ source: String, _ which: (Gatherings) -> [RunningNode.Gathering]) throws {
        for running in readers[source] ?? [] {
            guard let step = running.steps[source] else { continue }
            let gatherings = which(step)
            if gatherings.isEmpty { continue }
            try blaming(running) {
                let rows = try running.gather(gatherings)
                counts[running.view].deltaRows += rows
                counts[running.view].largestFanOut = max(counts[running.view].largestFanOut, rows)
            }
        }
    }

    /// Says which view a failure is of, where the database itself is well; and counts the time.
    private func blaming(_ running: RunningNode, _ body: () throws -> Void) throws {
        let start = ContinuousClock.now
        do {
            try body()
        } catch let error as SQLiteError where [.constraint, .other].contains(error.kind) {
            throw ViewFailure(view: running.node.view, message: error.message)
        }
        let spent = ContinuousClock.now - start
        counts[running.view].nanoseconds +=
            spent.components.seconds * 1_000_000_000
            + spent.components.attoseconds / 1_000_000_000
    }
}
