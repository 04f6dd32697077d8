// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import SQLite

/// Databases in memory with what a projection's queries may read, on which they are checked.
///
/// In the one, views are tables of their own, which tells the columns' types and what a query reads; in the other they
/// are what they are in a generation, which tells the plans.
final class QueryDatabase {
    /// The declared tables.
    let tables: [Table]
    /// The compiled views.
    let views: [View]
    /// What queries may read but views: the tables and their histories, each with its table's place in the projection.
    let shapes: [(shape: TableShape, table: Int)]
    private let connection: Connection?
    /// Why there is no database; nil if there is one.
    private(set) var failure: String?
    private let log: AccessLog
    private let reads: ViewReads
    private let plans: PlanDatabase

    init(tables: [Table], views: [View], compiler: (any ViewCompiling)?) {
        self.tables = tables
        self.views = views
        shapes = tables.enumerated().filter(\.element.keepsRows).flatMap { index, table in
            ([TableShape(table)] + [SchemaSQL.history(of: table)].compactMap(\.self)).map { ($0, index) }
        }
        reads = ViewReads(tables: tables, views: views)
        plans = PlanDatabase(tables: tables, views: views, compiler: compiler)
        var readable = PureFunctions.tables
        for (shape, _) in shapes {
            readable[SQLName.folded(shape.name)] = Set(shape.all.map { SQLName.folded($0.name) })
        }
        for view in views { readable[SQLName.folded(view.name)] = Set(view.columns.map { SQLName.folded($0.name) }) }
        log = AccessLog(functions: PureFunctions.query, tables: readable)
        connection = try? Connection(path: "", mode: .memory)
        makeSchema()
        connection?.authorize { [log] access in log.allows(access) }
    }

    private func makeSchema() {
        do {
            for table in tables {
                try connection?.execute(SchemaSQL.table(table))
                for companion in SchemaSQL.companions(of: table) { try connection?.execute(companion) }
            }
            for (shape, _) in shapes { try connection?.execute(SchemaSQL.readingView(shape)) }
            for view in views {
                let columns = view.columns.map { SQLName.quoted($0.name) }.joined(separator: ", ")
                try connection?.execute("CREATE TABLE \(SQLName.quoted(view.name)) (\(columns))")
            }
            connection?.harden()
            // The first use of a table function declares it, which the authorizer would refuse.
            for function in PureFunctions.tables.keys { _ = try connection?.prepare("SELECT 1 FROM \(function)('[]')") }
        } catch {
            failure = error.message
        }
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

    /// The names of all that a query may read.
    var names: [String] { shapes.map(\.shape.name) + views.map(\.name) }

    /// The tables that the last prepared statement reads, themselves, their histories or by views, as places in the
    /// projection.
    var tablesRead: [Int] {
        var read = Set(shapes.filter { log.tablesRead.contains(SQLName.folded($0.shape.name)) }.map(\.table))
        for name in viewsRead { read.formUnion(reads.tables[name] ?? []) }
        return tables.indices.filter(read.contains)
    }

    /// The views that the last prepared statement reads, itself or by others.
    var viewsRead: [String] {
        let named = views.map(\.name).filter { log.tablesRead.contains(SQLName.folded($0)) }
        let all = named.reduce(into: Set(named)) { $0.formUnion(reads.views[$1] ?? []) }
        return views.map(\.name).filter(all.contains)
    }

    /// The tables and views that the last prepared statement names.
    var relationsNamed: [String] { names.filter { log.tablesRead.contains(SQLName.folded($0)) } }

    /// The type of a declared column.
    func type(ofColumn column: String, in table: String) -> ValueType? {
        if let shape = shapes.first(where: { SQLName.equal($0.shape.name, table) })?.shape {
            return shape.all.first { SQLName.equal($0.name, column) }?.type
        }
        let view = views.first { SQLName.equal($0.name, table) }
        return view?.columns.first { SQLName.equal($0.name, column) }?.type
    }

    /// The columns of all that queries read, of which the type is known.
    var columns: [TableShape.Column] {
        shapes.flatMap(\.shape.all)
            + views.flatMap { view in
                view.columns.compactMap { column in column.type.map { TableShape.Column(column.name, $0) } }
            }
    }

    /// SQLite's plan of a statement.
    func plan(of sql: String) -> QueryPlan? { plans.plan(of: sql) }

    /// SQLite's plan of a statement if tables or views had more indexes.
    func plan(of sql: String, with indexes: [IndexAdvice.Index]) -> QueryPlan? { plans.plan(of: sql, with: indexes) }
}
