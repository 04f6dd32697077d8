// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import SQLite

/// A database in memory with the tables and the views' objects, on which the plans of statements are looked at.
struct ScratchDatabase {
    private let connection: Connection

    init(_ relations: [Relation]) throws {
        connection = try Connection(path: "", mode: .memory)
        for relation in relations where relation.kind != .view { try connection.execute(Self.table(relation)) }
    }

    /// A table as a projection stores it, as far as plans depend on it.
    private static func table(_ relation: Relation) -> String {
        let columns = relation.columns.map { column in
            "\(column.name.quoted) \(StorageKinds(column.type).declared)\(column.isNullable ? "" : " NOT NULL")"
        }
        let declared = Set(relation.columns.map(\.name))
        let own = relation.key.filter { !declared.contains($0) }.map { "\($0.quoted) INTEGER" }
        let first = relation.columns.first { $0.name == relation.key.first }
        let hasRowid = relation.key.count == 1 && (first.map { StorageKinds($0.type) == .integer } ?? true)
        let key = relation.key.isEmpty ? [] : ["PRIMARY KEY (\(relation.key.quotedList))"]
        return "CREATE TABLE \(relation.name.quoted) (\((columns + own + key).listed)) STRICT"
            + (hasRowid || relation.key.isEmpty ? "" : ", WITHOUT ROWID")
    }

    func execute(_ statements: [String]) throws {
        for statement in statements { try connection.execute(statement) }
    }

    /// Runs `body`; of what it made nothing is left if it throws.
    func attempt<Result>(_ body: () throws -> Result) throws -> Result {
        try connection.execute("SAVEPOINT attempt")
        do {
            let result = try body()
            try connection.execute("RELEASE attempt")
            return result
        } catch {
            try connection.execute("ROLLBACK TO attempt; RELEASE attempt")
            throw error
        }
    }

    /// SQLite's plan of a statement, a line a step.
    func plan(of sql: String) throws -> [String] {
        let statement = try connection.prepare("EXPLAIN QUERY PLAN " + sql)
        var lines: [String] = []
        while try statement.step() { lines.append(statement.text(3)) }
        return lines
    }
}
