// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

/// What is known of the columns of views.
@Suite struct SelectTypeTests {
    private static let types: [(String, ValueType?)] = [
        ("total", .decimal(scale: 2)), ("coalesce(total, 0)", .decimal(scale: 2)), ("-total", .decimal(scale: 2)),
        ("ifnull(total, quantity)", nil), ("max(total, 5)", .decimal(scale: 2)),
        ("total * quantity", .decimal(scale: 2)), ("total * total", .decimal(scale: 4)),
        ("total + total", .decimal(scale: 2)),
        ("total + quantity", nil), ("total / total", .integer), ("total * 1.5", .real), ("quantity / 2", .integer),
        ("CAST(total AS INTEGER)", .integer), ("CAST(status AS VARCHAR(5))", .text), ("CAST(id AS NUMERIC)", nil),
        ("CAST(id AS REAL)", .real), ("id = 1", .boolean), ("status LIKE 'x'", .boolean), ("NOT id", .boolean),
        ("'x' || id", .text), ("extra -> 'a'", .json), ("extra ->> 'a'", nil), ("extra", .json),
        ("json_object('a', id)", .json), ("date(placed_at)", .date), ("strftime('%H', placed_at)", .text),
        ("unixepoch(placed_at)", .integer), ("round(id)", .real), ("abs(max(id, -1))", .integer),
        ("length(status)", .integer),
        ("CASE WHEN id THEN placed_at ELSE day END", .text), ("CASE WHEN id THEN day END", .date),
        ("iif(id, 1, 'a')", nil), ("nullif(total, 0)", .decimal(scale: 2)), ("coalesce(NULL, day)", .date),
        ("1", .integer), ("1.0", .real), ("9999999999999999999", .real), ("0xff", .integer), ("x'00'", .blob),
        ("TRUE", .boolean), ("NULL", nil), ("substr(status, 1)", .text), ("is_open", .boolean), ("~id", .integer),
        ("id + ratio", .real), ("-status", nil), ("+status", .text), ("is_open + 1", .integer), ("1 % id", .integer),
        ("(SELECT name FROM customers WHERE customers.id = orders.customer_id)", .text),
        ("lag(total) OVER (PARTITION BY status ORDER BY id)", .decimal(scale: 2)),
        ("rank() OVER (PARTITION BY status ORDER BY id)", .integer),
    ]

    @Test("R23: a column keeps its type, and expressions have one where it can be told")
    func inferred() throws {
        for (text, type) in Self.types {
            let view = SelectSamples.read("SELECT \(text) AS x FROM orders")
            #expect(view.faults == [])
            #expect(view.value?.columns.first?.type == type, "\(text)")
        }
    }

    @Test(
        "R23: aggregates have types, decimals stay decimals",
        arguments: [
            ("sum(total)", .decimal(scale: 2), true), ("coalesce(sum(total), 0)", .decimal(scale: 2), false),
            ("min(total)", .decimal(scale: 2), true), ("avg(total)", .real, true), ("total(id)", .real, false),
            ("count(*)", .integer, false), ("sum(status = 'x')", .integer, true), ("max(placed_at)", .timestamp, true),
            ("group_concat(status)", .text, true), ("json_group_array(id)", .json, false), ("max(id)", .integer, true),
            ("sum(id) FILTER (WHERE is_open)", .integer, true), ("count(DISTINCT status)", .integer, false),
        ] as [(String, ValueType, Bool)])
    func aggregates(text: String, type: ValueType, isNullable: Bool) throws {
        let column = try SelectSamples.read("SELECT \(text) AS x FROM orders").get().columns[0]
        #expect(column == Relation.Column("x", type, isNullable: isNullable))
        let grouped = try SelectSamples.read("SELECT \(text) AS x FROM orders GROUP BY status").get().columns[0]
        #expect(grouped.isNullable == (isNullable && text != "max(id)"))
    }

    @Test("R23: types go through subqueries, common tables, unions and views")
    func through() throws {
        let sql = """
            WITH w(spent, n) AS (SELECT sum(total), count(*) FROM orders GROUP BY customer_id)
            SELECT p.spent AS a, s.spent AS b, p.n AS n FROM (SELECT * FROM w) p JOIN spending s ON s.spent = p.spent
            UNION ALL SELECT NULL, total, id FROM orders
            """
        let columns = try SelectSamples.read(sql).get().columns
        #expect(columns.map(\.type) == [.decimal(scale: 2), .decimal(scale: 2), .integer])
        #expect(columns.map(\.isNullable) == [true, true, false])
        let mixed = try SelectSamples.read("SELECT id FROM orders UNION ALL SELECT id FROM regions").get().columns
        #expect(mixed == [Relation.Column("id", nil, isNullable: false)])
    }

    @Test("columns of a key's table may stand beside the key in GROUP BY")
    func determined() {
        let sql = """
            SELECT c.id, c.name, upper(c.city) AS city, count(o.id) AS n FROM customers c
            LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id ORDER BY c.name
            """
        #expect(SelectSamples.read(sql).faults == [])
        let name = "(SELECT name FROM customers c WHERE c.id = customer_id)"
        #expect(
            SelectSamples.read("SELECT \(name) AS name, count(*) AS n FROM orders GROUP BY \(name)").faults == [])
        #expect(SelectSamples.read("SELECT upper(status) AS s FROM orders GROUP BY upper(status)").faults == [])
        #expect(
            SelectSamples.read("SELECT s.\"order\", page, day FROM \"page stats\" s GROUP BY day, page").faults == [])
        #expect(
            SelectSamples.read("SELECT s.\"order\" FROM \"page stats\" s GROUP BY day").faults.map(\.code)
                == [.bareColumn])
    }
}
