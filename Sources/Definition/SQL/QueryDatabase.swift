// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import SQLite

/// A database in memory with a projection's tables and reading views, on which its queries are checked.
final class QueryDatabase {
    /// The declared tables.
    let tables: [Table]
    private let connection: Connection?
    /// Why there is no database; nil if there is one.
    private(set) var failure: String?
    private let log: AccessLog

    init(tables: [Table]) {
        self.tables = tables
        var readable = PureFunctions.tables
        for table in tables {
            readable[SQLName.folded(table.name)] = Set(TableShape(table).all.map { SQLName.folded($0.name) })
        }
        log = AccessLog(functions: PureFunctions.query, tables: readable)
        connection = try? Connection(path: "", mode: .memory)
        makeSchema()
        authorize()
    }

    private func makeSchema() {
        do {
            for table in tables {
                try connection?.execute(SchemaSQL.table(table))
                for index in SchemaSQL.indexes(of: table) { try connection?.execute(index) }
                try connection?.execute(SchemaSQL.readingView(table))
            }
            connection?.harden()
            // The first use of a table function declares it, which the authorizer would refuse.
            for function in PureFunctions.tables.keys { _ = try connection?.prepare("SELECT 1 FROM \(function)('[]')") }
        } catch {
            failure = error.message
        }
    }

    private func authorize() {
        connection?.authorize { [log] access in log.allows(access) }
    }

    /// What came of preparing a statement.
    enum Outcome {
        case prepared(Statement)
        case refused(SQLiteError, denied: Access?)
        case unusable(String)
    }

    /// Prepares a user's statement under the authorizer.
    func prepare(_ sql: String) -> Outcome {
        log.clear()
        guard let connection, failure == nil else { return .unusable(failure ?? "SQLite could not be opened") }
        do {
            return .prepared(try connection.prepare(sql))
        } catch {
            return .refused(error, denied: log.denied)
        }
    }

    /// The tables that the last prepared statement reads, as places in the projection.
    var tablesRead: [Int] {
        tables.indices.filter { log.tablesRead.contains(SQLName.folded(tables[$0].name)) }
    }

    /// The type of a declared column.
    func type(ofColumn column: String, in table: String) -> ValueType? {
        guard let table = tables.first(where: { SQLName.equal($0.name, table) }) else { return nil }
        return TableShape(table).all.first { SQLName.equal($0.name, column) }?.type
    }

    /// SQLite's plan of a statement.
    func plan(of sql: String) -> QueryPlan? {
        guard case .prepared(let statement) = prepare("EXPLAIN QUERY PLAN " + sql) else { return nil }
        var lines: [String] = []
        do {
            while try statement.step() { lines.append(statement.text(3)) }
        } catch {
            return nil
        }
        return QueryPlan(lines: lines, tables: tables.map(\.name))
    }

    /// SQLite's plan of a statement if a table had one more index.
    func plan(of sql: String, withIndex terms: [IndexTerms.Term], on table: String) -> QueryPlan? {
        connection?.authorize(nil)
        defer { authorize() }
        // With the schema's name, since the bare name of a table is its view here.
        let name = "main._tried"
        do {
            try connection?.execute(SchemaSQL.createIndex(name, on: table, terms))
        } catch {
            return nil
        }
        defer { try? connection?.execute("DROP INDEX \(name)") }
        return plan(of: sql)
    }
}
