// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite

/// A database in memory with all objects of a generation, which tells how SQLite would run a statement there.
final class PlanDatabase {
    private let tables: [Table]
    private let views: [View]
    private let compiler: (any ViewCompiling)?
    private let connection: Connection?

    init(tables: [Table], views: [View], compiler: (any ViewCompiling)?) {
        self.tables = tables
        self.views = views
        self.compiler = compiler
        connection = try? Connection(path: "", mode: .memory)
        do {
            for table in tables {
                try connection?.execute(SchemaSQL.table(table))
                for companion in SchemaSQL.companions(of: table) { try connection?.execute(companion) }
                for index in SchemaSQL.indexes(of: table) { try connection?.execute(index) }
            }
            for object in views.flatMap(\.objects) { try connection?.execute(object) }
            for table in tables {
                let shapes = [TableShape(table)] + [SchemaSQL.history(of: table)].compactMap(\.self)
                for shape in shapes { try connection?.execute(SchemaSQL.readingView(shape)) }
            }
        } catch {
            // What cannot be made has no plan; why is told where the same objects are checked.
        }
    }

    /// SQLite's plan of a statement that was checked.
    func plan(of sql: String) -> QueryPlan? {
        do {
            guard let statement = try connection?.prepare("EXPLAIN QUERY PLAN " + sql) else { return nil }
            var lines: [String] = []
            while try statement.step() { lines.append(statement.text(3)) }
            return QueryPlan(lines: lines, tables: try names())
        } catch {
            return nil
        }
    }

    /// SQLite's plan of a statement if tables or views had more indexes.
    func plan(of sql: String, with indexes: [IndexAdvice.Index]) -> QueryPlan? {
        do {
            try connection?.execute("SAVEPOINT tried")
            defer { try? connection?.execute("ROLLBACK TO tried; RELEASE tried") }
            for object in objects(with: indexes) { try connection?.execute(object) }
            return plan(of: sql)
        } catch {
            return nil
        }
    }

    /// The tables behind all that can be read, with the name under which the file knows them.
    private func names() throws(SQLiteError) -> [(table: String, name: String)] {
        guard let statement = try connection?.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'") else {
            return []
        }
        var names: [(String, String)] = []
        while try statement.step() {
            let table = statement.text(0)
            let view = views.first { table.hasPrefix($0.name + "__") }
            names.append((table, view?.name ?? table))
        }
        return names
    }

    /// What makes the indexes.
    private func objects(with indexes: [IndexAdvice.Index]) -> [String] {
        var objects: [String] = []
        var widened: [Int: View] = [:]
        for (number, index) in indexes.enumerated() {
            guard let place = views.firstIndex(where: { $0.name == index.name }) else {
                // With the schema's name, since the bare name of a table is its view here.
                objects.append(SchemaSQL.createIndex("main._tried\(number)", on: index.name, index.terms))
                continue
            }
            let terms = index.terms.map { SQLName.quoted($0.column) + ($0.isDescending ? " DESC" : "") }
            widened[place, default: views[place]].indexes.append(terms.joined(separator: ", "))
        }
        let relations = tables.flatMap { Relation.all(of: $0) }
        for (place, view) in widened {
            let compiled = compiler?.compile(view, after: Array(views[..<place]), over: relations)
            guard case .success(let made)? = compiled else { continue }
            objects += made.filter { !views[place].objects.contains($0) }
        }
        return objects
    }
}
