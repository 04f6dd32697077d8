// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

@Suite struct QueryCompilerTests {
    @Test("a query is prepared, ordered, limited, and its columns have the tables' types")
    func whole() throws {
        let sql = "SELECT * FROM orders WHERE customer_id = :c AND (:s IS NULL OR status = :s) ; "
        let query = try QuerySamples.compile(sql, ["c integer", "s text"], order: ["placed_at desc", "order_id"]).get()
        let select = "SELECT * FROM orders WHERE customer_id = :c AND (:s IS NULL OR status = :s) "
        #expect(query.sql == select)
        #expect(query.statement == select + "\nORDER BY \"placed_at\" DESC, \"order_id\"\nLIMIT :_limit")
        #expect(query.columns.map(\.name) == ["order_id", "customer_id", "status", "total", "placed_at"])
        #expect(query.columns.map(\.type) == [.text, .integer, .text, .decimal(scale: 2), .timestamp])
        #expect(query.order == ["placed_at desc", "order_id"])
        #expect(query.tables == [0])
        #expect(query.description == "Orders.")
    }

    @Test("R25: the star and count(*) see declared columns alone, and every table that is read is known")
    func joins() throws {
        let sql = """
            WITH mine AS (SELECT * FROM orders WHERE customer_id = :c)
            SELECT m.*, c.name AS customer, (SELECT count(*) FROM "page stats" p WHERE p.page = c.name) AS visits
            FROM mine m LEFT JOIN customers c ON c.id = m.customer_id -- the end
            """
        let query = try QuerySamples.compile(sql, ["c integer"], types: ["visits": .integer]).get()
        #expect(
            query.columns.map(\.name)
                == ["order_id", "customer_id", "status", "total", "placed_at", "customer", "visits"])
        #expect(query.columns.map(\.type).suffix(3) == [.timestamp, .text, .integer])
        #expect(query.tables == [0, 1, 2])
    }

    @Test("R35: an expression has no type unless the file gives one, nor has a compound")
    func types() throws {
        let sql = "SELECT total, total AS again, total + 0 AS sum FROM orders WHERE order_id = :o"
        let query = try QuerySamples.compile(sql, ["o text"], types: ["sum": .decimal(scale: 2)]).get()
        #expect(query.columns.map(\.type) == [.decimal(scale: 2), .decimal(scale: 2), .decimal(scale: 2)])
        let plain = try QuerySamples.compile("SELECT total + 0 AS sum FROM orders WHERE order_id = :o", ["o text"])
            .get()
        #expect(plain.columns == [Query.ResultColumn(name: "sum", type: nil)])
        let compound = "SELECT total FROM orders WHERE order_id = :o UNION ALL SELECT name FROM customers WHERE id = :o"
        #expect(try QuerySamples.compile(compound, ["o text"]).get().columns.map(\.type) == [nil])
    }

    @Test("R35: a list parameter is one JSON array")
    func lists() throws {
        let sql = "SELECT * FROM orders WHERE customer_id IN (SELECT value FROM json_each(:c))"
        #expect(try QuerySamples.compile(sql, ["c integer[]"]).get().tables == [0])
        let faults = QuerySamples.compile("SELECT * FROM orders WHERE order_id IN (:o)", ["o text[]"]).faults
        #expect(faults.map(\.code) == [.badQuery])
        #expect(faults.first?.hint == "IN (SELECT value FROM json_each(:o))")
        #expect(faults.first?.place.line == 20)
    }

    @Test(
        "a query that is refused has its code and place",
        arguments: [
            ("", DiagnosticCode.badQuery, 0), ("DELETE FROM orders", .badQuery, 0), ("VALUES (1)", .badQuery, 0),
            ("PRAGMA user_version", .badQuery, 0), ("EXPLAIN SELECT 1", .badQuery, 0),
            ("SELECT 1; SELECT 2", .badQuery, 8),
            ("WITH x AS (SELECT 1) DELETE FROM orders", .badQuery, 0), ("SELECT 1 LIMIT 5", .badQuery, 9),
            ("SELECT * FROM orders ORDER BY total", .badQuery, 21), ("SELECT ?1", .badQuery, 7),
            ("SELECT @a", .badQuery, 7), ("SELECT $a", .badQuery, 7), ("SELECT :a", .unknownName, 7),
            ("SELECT :_limit", .unknownName, 7), ("SELECT nope FROM orders", .badQuery, 7),
            ("SELECT _at FROM orders", .badQuery, 7), ("SELECT rowid FROM customers", .badQuery, 0),
            ("SELECT * FROM main.orders", .badQuery, 14), ("SELECT * FROM \"main\".orders", .badQuery, 14),
            ("SELECT * FROM nope", .badQuery, 0), ("SELECT * FROM sqlite_schema", .badQuery, 0),
            ("SELECT * FROM pragma_table_info('orders')", .badQuery, 0), ("SELECT \"nope\"", .badQuery, 7),
            ("SELECT random()", .nondeterministic, 7), ("SELECT CURRENT_TIMESTAMP", .nondeterministic, 7),
            ("SELECT datetime('now')", .nondeterministic, 16), ("SELECT strftime('%s')", .nondeterministic, 7),
            ("SELECT load_extension('x')", .badQuery, 7), ("SELECT sqlite_version()", .badQuery, 7),
            ("SELECT 1 /* open", .badQuery, 9), ("SELECT 'open", .badQuery, 7), ("SELECT FROM orders", .badQuery, 7),
            ("WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT n FROM x", .badQuery, 0),
            ("SELECT order_id, total AS order_id FROM orders", .repeatedName, 0),
            ("SELECT * FROM orders o JOIN orders p ON p.order_id = o.order_id", .repeatedName, 0),
        ])
    func refusals(sql: String, code: DiagnosticCode, offset: Int) {
        let faults = QuerySamples.compile(sql).faults
        #expect(faults.first?.code == code, "\(faults)")
        #expect(faults.first?.place == .after(offset), "\(faults)")
    }

    @Test("R35: a text parameter in a date function could be 'now', a timestamp could not")
    func dates() {
        let sql = "SELECT * FROM orders WHERE customer_id = 1 AND placed_at > datetime(:t)"
        #expect(QuerySamples.compile(sql, ["t text"]).faults.map(\.code) == [.nondeterministic])
        #expect(QuerySamples.compile(sql, ["t timestamp"]).faults.isEmpty)
    }

    @Test("a parameter that is declared and not used is a fault where it is declared")
    func unused() {
        let faults = QuerySamples.compile("SELECT 1 AS one, :a AS a", ["a text", "b text"]).faults
        #expect(faults.map(\.place) == [Place(file: "shop.yaml", line: 21, column: 1)])
    }

    @Test("a wrong term of the order is a fault at the term")
    func order() {
        func lines(_ order: [String]) -> [Int] {
            QuerySamples.compile("SELECT * FROM orders WHERE customer_id = 1", order: order).faults.map(\.place.line)
        }
        #expect(lines(["placed_at desc", "nope"]) == [31])
        #expect(lines(["placed_at down"]) == [30])
        #expect(lines(["placed_at; DROP"]) == [30])
        #expect(lines(["placed_at, total"]) == [30])
        #expect(lines(["\"placed_at\" DESC", "order_id asc"]) == [])
    }

    @Test("a type for a column that the answer does not have is a fault")
    func unknownColumnType() {
        let faults = QuerySamples.compile("SELECT 1 AS one", types: ["two": .text]).faults
        #expect(faults.map(\.code) == [.unknownName])
        #expect(faults.first?.hint == "it has one")
    }
}
