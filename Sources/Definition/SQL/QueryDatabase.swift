// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import SQLite

/// A database in memory with a projection's tables and reading views, on which its queries are checked.
final class QueryDatabase {
    /// The declared tables.
    let tables: [Table]
    /// What queries may read: the tables and their histories, each with its table's place in the projection.
    let shapes: [(shape: TableShape, table: Int)]
    private let connection: Connection?
    /// Why there is no database; nil if there is one.
    private(set) var failure: String?
    private let log: AccessLog

    init(tables: [Table]) {
        self.tables = tables
        shapes = tables.enumerated().flatMap { index, table in
            ([TableShape(table)] + [SchemaSQL.history(of: table)].compactMap(\.self)).map { ($0, index) }
        }
        var readable = PureFunctions.tables
        for (shape, _) in shapes {
            readable[SQLName.folded(shape.name)] = Set(shape.all.map { SQLName.folded($0.name) })
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
                for companion in SchemaSQL.companions(of: table) { try connection?.execute(companion) }
                for index in SchemaSQL.indexes(of: table) { try connection?.execute(index) }
            }
            for (shape, _) in shapes { try connection?.execute(SchemaSQL.readingView(shape)) }
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

    /// The tables that the last prepared statement reads, themselves or their histories, as places in the projection.
    var tablesRead: [Int] {
        let read = shapes.filter { log.tablesRead.contains(SQLName.folded($0.shape.name)) }.map(\.table)
        return tables.indices.filter(read.contains)
    }

    /// The type of a declared column.
    func type(ofColumn column: String, in table: String) -> ValueType? {
        let shape = shapes.first { SQLName.equal($0.shape.name, table) }?.shape
        return shape?.all.first { SQLName.equal($0.name, column) }?.type
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
        return QueryPlan(lines: lines, tables: shapes.map(\.shape.name))
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
