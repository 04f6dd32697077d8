// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import SQLite
import Testing

@Suite struct SchemaSQLTests {
    private func table(_ kind: Table.Kind, key: [(String, ValueType)], indexes: [String] = []) -> Table {
        Table(
            name: "order", kind: kind, source: 0,
            key: key.map { KeyColumn(name: $0.0, type: $0.1, origin: .recordKey(EventPath([.field($0.0)]))) },
            columns: [
                Column(name: "total", type: .decimal(scale: 2)), Column(name: "from", type: .text),
                Column(name: "ratio", type: .real), Column(name: "raw", type: .blob),
            ], indexes: indexes)
    }

    @Test("R25: declared columns come first, ours after them, and one integer key is the rowid")
    func rowidTable() {
        #expect(
            SchemaSQL.table(table(.folded, key: [("id", .integer)])) == """
                CREATE TABLE "order" ("id" INTEGER NOT NULL PRIMARY KEY, "total" INTEGER, "from" TEXT, "ratio" REAL, \
                "raw" BLOB, "_at" INTEGER) STRICT
                """)
    }

    @Test("R25: other keys make tables without rowid, and re-keyed tables have no position of a record")
    func keyedTable() {
        #expect(
            SchemaSQL.table(table(.rekeyed, key: [("page", .text), ("n", .integer)])) == """
                CREATE TABLE "order" ("page" TEXT NOT NULL, "n" INTEGER NOT NULL, "total" INTEGER, "from" TEXT, \
                "ratio" REAL, "raw" BLOB, PRIMARY KEY ("page", "n")) STRICT, WITHOUT ROWID
                """)
        #expect(SchemaSQL.table(table(.replica, key: [("page", .text)])).contains("\"page\" TEXT NOT NULL PRIMARY KEY"))
    }

    @Test("R25: a plain INSERT of the declared columns works, and a reading view shows these alone")
    func insertAndRead() throws {
        let table = table(.folded, key: [("id", .integer)], indexes: ["\"from\", total desc", "ratio ASC"])
        let connection = try Connection(path: "", mode: .memory)
        try connection.execute(SchemaSQL.table(table))
        for index in SchemaSQL.indexes(of: table) { try connection.execute(index) }
        try connection.execute(SchemaSQL.readingView(table))
        try connection.execute(
            "INSERT INTO main.\"order\" (id, total, \"from\", ratio, raw) VALUES (1, 2, 'a', 0.5, x'00')")
        let all = try connection.prepare("SELECT * FROM \"order\"")
        #expect((0..<all.columnCount).map { all.columnName($0) } == ["id", "total", "from", "ratio", "raw"])
        #expect(throws: SQLiteError.self) { try connection.prepare("SELECT _at FROM \"order\"") }
    }

    @Test("R25: an append table's rows are named by where their records stand, and a plain INSERT works")
    func appendTable() throws {
        let table = table(.append, key: [], indexes: ["total"])
        #expect(
            SchemaSQL.table(table) == """
                CREATE TABLE "order" ("total" INTEGER, "from" TEXT, "ratio" REAL, "raw" BLOB, \
                "_at" INTEGER PRIMARY KEY) STRICT
                """)
        let connection = try Connection(path: "", mode: .memory)
        try connection.execute(SchemaSQL.table(table))
        for index in SchemaSQL.indexes(of: table) { try connection.execute(index) }
        try connection.execute(SchemaSQL.readingView(table))
        try connection.execute("INSERT INTO main.\"order\" (total, \"from\", ratio, raw) VALUES (2, 'a', 0.5, x'00')")
        #expect(try connection.integer("SELECT total FROM \"order\"") == 2)
    }

    @Test("R15: a history has the declared columns and when each version began and ended; R13: versions come last")
    func companions() throws {
        var table = table(.folded, key: [("id", .integer), ("line", .text)])
        #expect(SchemaSQL.companions(of: table) == [] && SchemaSQL.history(of: table) == nil)
        table.hasHistory = true
        table.version = EventPath([.field("version")])
        #expect(SchemaSQL.table(table).contains("\"_at\" INTEGER, \"_version\" INTEGER, PRIMARY KEY"))
        #expect(
            SchemaSQL.companions(of: table) == [
                """
                CREATE TABLE "order_history" ("id" INTEGER NOT NULL, "line" TEXT NOT NULL, "total" INTEGER, \
                "from" TEXT, "ratio" REAL, "raw" BLOB, "valid_from" TEXT NOT NULL, "valid_to" TEXT NOT NULL, \
                PRIMARY KEY ("id", "line", "valid_from")) STRICT, WITHOUT ROWID
                """,
                """
                CREATE TABLE "_gone_order" ("id" INTEGER NOT NULL, "line" TEXT NOT NULL, "version" INTEGER NOT NULL, \
                PRIMARY KEY ("id", "line")) STRICT, WITHOUT ROWID
                """,
            ])
        let connection = try Connection(path: "", mode: .memory)
        for statement in SchemaSQL.companions(of: table) { try connection.execute(statement) }
        let shape = try #require(SchemaSQL.history(of: table))
        try connection.execute(SchemaSQL.readingView(shape))
        let all = try connection.prepare("SELECT * FROM order_history")
        #expect((0..<all.columnCount).map { all.columnName($0) } == shape.all.map(\.name))
    }

    @Test("an index is named after its table and quotes its columns")
    func indexes() {
        let table = table(.folded, key: [("id", .integer)], indexes: ["from, total desc", "Ratio ASC"])
        #expect(
            SchemaSQL.indexes(of: table) == [
                "CREATE INDEX \"order__i1\" ON \"order\" (\"from\", \"total\" DESC)",
                "CREATE INDEX \"order__i2\" ON \"order\" (\"ratio\")",
            ])
    }

    @Test(
        "an index term that is no column is a fault at its place",
        arguments: [
            ("clicks, nope", DiagnosticCode.unknownName, 8), ("clicks, _at", .unknownName, 8),
            ("lower(status)", .notSupportedYet, 0), ("clicks,, status", .badValue, 0), ("", .badValue, 0),
            ("clicks, total, CLICKS desc", .repeatedName, 15), ("clicks up", .notSupportedYet, 0),
            ("clicks) WHERE (1", .notSupportedYet, 0), ("clicks, 'a", .badValue, 8),
        ])
    func indexFaults(terms: String, code: DiagnosticCode, offset: Int) {
        let faults = SchemaSQL.faults(inIndex: terms, at: start, table: .sample)
        #expect(faults.map(\.code) == [code])
        #expect(faults.map(\.place) == [.after(offset)])
    }
}
