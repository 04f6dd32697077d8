// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite

/// A node with its statements prepared on one connection.
final class RunningNode {
    /// `Node.Gathering`, prepared.
    struct Gathering {
        let fill: [Statement]
        let emit: Statement
        let clear: Statement?
    }

    let node: Node
    /// The place of its view in the counts.
    let view: Int
    private let connection: Connection
    /// What is done before and after the rows of a source are written, by the source's name.
    private(set) var steps: [String: (before: [Gathering], after: [Gathering])] = [:]
    private let size: Statement?
    private let changes: [(statement: Statement, returnsCounts: Bool)]
    private let stage: [Statement]
    private let apply: [(statement: Statement, returnsCounts: Bool)]
    private let clear: [Statement]
    private let clearDelta: Statement?
    /// Whether the open transaction has put anything into its input.
    var isDirty = false

    /// Prepares all; the temporary tables must be there.
    ///
    /// - Parameter isRead: Whether another node reads it.
    init(_ node: Node, view: Int, isRead: Bool, on connection: Connection) throws {
        self.node = node
        self.view = view
        self.connection = connection
        func prepared(_ commands: [Command]) throws -> [Statement] {
            try commands.map { try connection.prepare($0.sql) }
        }
        func counted(_ commands: [Command]) throws -> [(Statement, Bool)] {
            try commands.map { (try connection.prepare($0.sql), $0.returnsCounts) }
        }
        func gatherings(_ all: [Node.Gathering]) throws -> [Gathering] {
            try all.map { gathering in
                Gathering(
                    fill: try prepared(gathering.fill), emit: try connection.prepare(gathering.emit.sql),
                    clear: try gathering.clear.map { try connection.prepare($0) })
            }
        }
        for (name, step) in node.steps { steps[name] = (try gatherings(step.before), try gatherings(step.after)) }
        size = try node.size.map { try connection.prepare($0.sql) }
        changes = try counted(node.prepare)
        stage = isRead ? try prepared(node.stage) : []
        apply = try counted(isRead ? node.applyStaged : node.apply)
        clear = try node.clear.map { try connection.prepare($0) }
        clearDelta = isRead ? try connection.prepare("DELETE FROM temp.\(node.source.delta.quoted)") : nil
    }

    /// Takes what a source's changed rows touch; returns how many rows that were.
    func gather(_ gatherings: [Gathering]) throws -> Int64 {
        var count: Int64 = 0
        for gathering in gatherings {
            guard let clear = gathering.clear else {
                count += try run(gathering.emit)
                continue
            }
            var touched: Int64 = 0
            for statement in gathering.fill { touched += try run(statement) }
            guard touched > 0 else { continue }
            count += try run(gathering.emit)
            try clear.run()
        }
        if count > 0 { isDirty = true }
        return count
    }

    /// How many rows are read again for those that have changed; 0 if only these are.
    func rowsAgain() throws -> Int64 {
        guard let size else { return 0 }
        defer { size.reset() }
        return try size.step() ? size.integer(0) : 0
    }

    /// Finds what has changed of the stored rows, for those that read it.
    func findChanges() throws -> Int64 {
        try run(changes)
        var count: Int64 = 0
        for statement in stage { count += try run(statement) }
        return count
    }

    /// Brings the stored rows up to date; returns how many were written.
    func write() throws -> Int64 { try run(apply) }

    /// Empties the temporary tables.
    func finish() throws {
        for statement in clear { try statement.run() }
        try clearDelta?.run()
        isDirty = false
    }

    private func run(_ statement: Statement) throws -> Int64 {
        try statement.run()
        return connection.changes
    }

    @discardableResult
    private func run(_ statements: [(statement: Statement, returnsCounts: Bool)]) throws -> Int64 {
        var count: Int64 = 0
        for (statement, returnsCounts) in statements {
            guard returnsCounts else {
                count += try run(statement)
                continue
            }
            defer { statement.reset() }
            while try statement.step() {
                count += 1
                guard statement.integer(0) == 0 else {
                    throw ViewFailure(view: node.view, message: "more rows were taken away than were there")
                }
            }
        }
        return count
    }
}
