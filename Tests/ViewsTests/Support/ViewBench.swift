// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import SQLite

@testable import Views

/// A database with the tests' tables and some views, written as a projection's writer writes it.
final class ViewBench {
    let connection: Connection
    let program: ViewProgram
    private(set) var keeper: ViewKeeper
    private let checks: [(view: String, statement: Statement)]
    private var writers: [String: Writer] = [:]
    private let flaw: Flaw

    private struct Writer {
        let old: Statement
        let new: Statement
        let delete: Statement
        let insert: Statement
    }

    /// A transaction that a test ends in the middle.
    struct Stop: Error {}

    /// Makes the database, or opens a file that another one made.
    init(_ program: ViewProgram, flaw: Flaw = Flaw(), file: String? = nil) throws {
        connection = try Connection(path: file ?? "", mode: file == nil ? .memory : .readWrite)
        self.flaw = flaw
        self.program = program
        if try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 {
            if file != nil { try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL") }
            for table in TestTable.all { try connection.execute(Self.create(table)) }
            for object in program.objects { try connection.execute(object) }
        }
        keeper = try ViewKeeper(program, on: connection)
        let check = ViewCheck(program)
        checks = try program.views.map { [connection] in
            ($0.name, try connection.prepare(check.query($0.name) ?? ""))
        }
        for table in TestTable.all where program.followed.contains(table.name) {
            let delta = "temp.\"\(program.deltaTable(of: table.name))\""
            let columns = table.relation.columns.map { "\"\($0.name)\"" }
            let key = table.relation.key.map { "\"\($0)\" = ?" }.joined(separator: " AND ")
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            writers[table.name] = Writer(
                old: try connection.prepare(
                    "INSERT INTO \(delta) SELECT -1, \(columns.joined(separator: ", ")) FROM \(table.name) WHERE \(key)"
                ),
                new: try connection.prepare("INSERT INTO \(delta) VALUES (1, \(marks))"),
                delete: try connection.prepare("DELETE FROM \(table.name) WHERE \(key)"),
                insert: try connection.prepare("INSERT OR REPLACE INTO \(table.name) VALUES (\(marks))"))
        }
    }

    private static func create(_ table: TestTable) -> String {
        let columns = table.relation.columns.map { column in
            "\"\(column.name)\" \(StorageKinds(column.type).declared)\(column.isNullable ? "" : " NOT NULL")"
        }
        let key = table.relation.key.map { "\"\($0)\"" }.joined(separator: ", ")
        return "CREATE TABLE \(table.name) (\(columns.joined(separator: ", ")), PRIMARY KEY (\(key))) STRICT"
            + (table.keyCount == 1 ? "" : ", WITHOUT ROWID")
    }

    /// Writes a batch in one transaction.
    ///
    /// - Parameters:
    ///   - steps: How many tables are written before it stops and is rolled back; nil if it is not to stop.
    ///   - onStop: What is done then, with the transaction open.
    func write(
        _ batch: TestBatch, following: Bool = true, stoppingAfter steps: Int? = nil, onStop: () throws -> Void = {}
    ) throws {
        var left = steps ?? .max
        func pass() throws {
            if left == 0 {
                try onStop()
                throw Stop()
            }
            left -= 1
        }
        try connection.execute("BEGIN")
        do {
            if flaw.writesFirst {
                for (name, events) in batch.tables { try fill(name, events) }
                for (name, events) in batch.tables { try put(name, events) }
            }
            for (name, events) in batch.tables where following {
                try pass()
                if !flaw.writesFirst { try fill(name, events) }
                try keeper.willWrite(name)
                if !flaw.writesFirst { try put(name, events) }
                if flaw.forgetsAfter {
                    try connection.execute("DELETE FROM temp.\"\(program.deltaTable(of: name))\"")
                } else {
                    try keeper.didWrite(name)
                }
            }
            try pass()
            if following { try keeper.finish() } else { for (name, events) in batch.tables { try put(name, events) } }
            try pass()
            try connection.execute("COMMIT")
        } catch {
            try connection.execute("ROLLBACK")
            keeper.rolledBack()
            throw error
        }
    }

    private func fill(_ name: String, _ events: [TestBatch.Event]) throws {
        guard let writer = writers[name] else { return }
        for event in events {
            try run(writer.old, event.key)
            if let row = event.row { try run(writer.new, row) }
        }
    }

    private func put(_ name: String, _ events: [TestBatch.Event]) throws {
        guard let writer = writers[name] else { return }
        for event in events {
            if let row = event.row { try run(writer.insert, row) } else { try run(writer.delete, event.key) }
        }
    }

    private func run(_ statement: Statement, _ values: [TestValue]) throws {
        for (index, value) in values.enumerated() { value.bind(to: statement, Int32(index + 1)) }
        try statement.run()
    }

    /// Keeps all views but those that failed.
    func go(without failed: Set<String>) throws {
        keeper = try ViewKeeper(program, on: connection, without: failed)
    }

    /// Fills all views from the tables.
    func build() throws {
        try connection.execute("BEGIN")
        try keeper.build()
        try connection.execute("COMMIT")
    }

    /// The views that differ from their SELECTs, and the rows.
    func differences() throws -> [(view: String, rows: [String])] {
        var found: [(view: String, rows: [String])] = []
        for (view, statement) in checks {
            var rows: [String] = []
            while try statement.step() { rows.append("\(statement.integer(0)) x \(statement.text(1))") }
            statement.reset()
            if !rows.isEmpty { found.append((view, rows)) }
        }
        return found
    }

    /// All rows that the views store, by table.
    func stored() throws -> [String: [String]] {
        let tables = try connection.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%\\_\\_%' ESCAPE '\\'")
        var found: [String: [String]] = [:]
        while try tables.step() {
            let name = tables.text(0)
            let columns = try connection.text(
                "SELECT group_concat('quote(\"' || name || '\")', '||'',''||') FROM pragma_table_info('\(name)')")
            let rows = try connection.prepare("SELECT \(columns ?? "''") FROM \"\(name)\" ORDER BY 1")
            while try rows.step() { found[name, default: []].append(rows.text(0)) }
        }
        return found
    }

    var viewCount: Int { checks.count }
}
