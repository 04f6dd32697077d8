// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

@Suite struct SelectResolverTests {
    private func printed(_ sql: String) throws -> String {
        SelectPrinter().text(try SelectSamples.read(sql).get().select)
    }

    @Test(
        "operators bind as in SQLite",
        arguments: [
            ("a OR b AND c", "a OR (b AND c)"), ("NOT a = b AND c", "(NOT (a = b)) AND c"),
            ("a = NOT b = c", "a = (NOT (b = c))"), ("a < b = c < d", "(a < b) = (c < d)"),
            ("a - b - c", "a - b - c"), ("a - (b - c)", "a - (b - c)"), ("a || b * c", "(a || b) * c"),
            ("a + b * -c COLLATE nocase", "a + (b * ((-c) COLLATE \"nocase\"))"), ("- - a", "-(-a)"),
            ("a IS NOT NULL OR b IS NULL", "(a IS NOT NULL) OR (b IS NULL)"),
            ("a NOT NULL AND b ISNULL", "(a NOT NULL) AND (b ISNULL)"),
            ("a BETWEEN b = c AND d = e", "(a BETWEEN (b = c) AND d) = e"),
            ("a NOT BETWEEN b AND c AND d", "(a NOT BETWEEN b AND c) AND d"),
            ("a LIKE b ESCAPE 'x' = c", "(a LIKE b ESCAPE 'x') = c"), ("a & b + c << d", "(a & (b + c)) << d"),
            ("a IN (b, c) IS d", "(a IN (b, c)) IS d"), ("NOT a NOT LIKE b", "NOT (a NOT LIKE b)"),
            ("a IS NOT DISTINCT FROM b", "a IS NOT DISTINCT FROM b"), ("~a -> b ->> c", "((~a) -> b) ->> c"),
            ("CASE a + 1 WHEN b THEN c ELSE d END", "CASE (a + 1) WHEN b THEN c ELSE d END"),
            ("CAST(a AS VARCHAR (10))", "CAST(a AS VARCHAR (10))"), ("a == b <> c", "(a == b) <> c"),
            ("a = true", "a = TRUE"), ("max(a, -b)", "max(a, -b)"),
        ])
    func precedence(text: String, expected: String) throws {
        let names = ["a", "b", "c", "d", "e"]
        let one = Relation(name: "t", kind: .table, columns: names.map { .init($0, .integer) }, key: ["a"])
        let view = try SelectReader(relations: [one]).read(
            name: "v", sql: .init("SELECT \(text) AS x FROM t", at: start)
        ).get()
        let shown = SelectPrinter().text(view.select).replacing(/"t"\."(\w)"/) { $0.output.1 }
        #expect(shown == "SELECT \(expected) AS \"x\" FROM \"t\"")
    }

    @Test(
        "names become what they stand for",
        arguments: [
            ("select ID from Orders", "SELECT \"orders\".\"id\" AS \"id\" FROM \"orders\""),
            (
                "SELECT o.total FROM orders o, customers c WHERE name = 'x'",
                "SELECT \"o\".\"total\" AS \"total\" FROM \"orders\" AS \"o\", \"customers\" AS \"c\""
                    + " WHERE \"c\".\"name\" = 'x'"
            ),
            (
                "SELECT status AS s, count(*) n FROM orders GROUP BY 1 HAVING n > 1 ORDER BY n DESC NULLS LAST, s",
                "SELECT \"orders\".\"status\" AS \"s\", count(*) AS \"n\" FROM \"orders\""
                    + " GROUP BY \"orders\".\"status\" HAVING count(*) > 1"
                    + " ORDER BY count(*) DESC NULLS LAST, \"orders\".\"status\""
            ),
            (
                "WITH w(a) AS (SELECT id + 1 FROM orders) SELECT a FROM w LIMIT 3",
                "WITH \"w\" AS (SELECT \"orders\".\"id\" + 1 AS \"a\" FROM \"orders\") SELECT \"w\".\"a\" AS \"a\""
                    + " FROM \"w\" LIMIT 3"
            ),
            (
                "SELECT id FROM customers UNION SELECT id FROM orders ORDER BY 1",
                "SELECT \"customers\".\"id\" AS \"id\" FROM \"customers\" UNION SELECT \"orders\".\"id\" AS \"id\""
                    + " FROM \"orders\" ORDER BY \"id\""
            ),
            (
                "SELECT name FROM customers WHERE EXISTS (SELECT 1 FROM orders WHERE customer_id = customers.id)",
                "SELECT \"customers\".\"name\" AS \"name\" FROM \"customers\" WHERE EXISTS (SELECT 1 FROM \"orders\""
                    + " WHERE \"orders\".\"customer_id\" = \"customers\".\"id\")"
            ),
        ])
    func names(sql: String, expected: String) throws {
        #expect(try printed(sql) == expected)
    }

    @Test("a result column that stands twice is ordered by its name, since SQLite tells them apart")
    func twice() throws {
        let sql = "SELECT id + 1 AS a, id + 1 AS b FROM orders ORDER BY "
        for (order, expected) in [("1", "\"a\""), ("A", "\"a\""), ("2 DESC", "\"orders\".\"id\" + 1 DESC")] {
            #expect(try printed(sql + order).hasSuffix(" ORDER BY " + expected))
        }
    }

    @Test("what nests too deep only once names are put in is no fault of ours")
    func deep() {
        let half = (start: String(repeating: "sign(", count: 30), end: String(repeating: ")", count: 30))
        let sql = "SELECT \(half.start)id\(half.end) AS x FROM orders WHERE \(half.start)x\(half.end) > 1"
        let faults = SelectSamples.read(sql).faults
        #expect(faults.map(\.message) == ["the SELECT nests too deep once its names are put in"])
        #expect(faults.map(\.hint) == ["make two views of it, the second reading the first"])
    }

    @Test("R25: the star is the declared columns, in their order")
    func star() throws {
        let view = try SelectSamples.read(
            "SELECT s.*, c.name FROM customers AS c LEFT JOIN \"page stats\" s ON page = name"
        )
        .get()
        #expect(view.columns.map(\.name) == ["page", "day", "order", "end", "name"])
        #expect(view.columns.map(\.type) == [.text, .date, .integer, .integer, .text])
        #expect(view.columns.map(\.isNullable) == Array(repeating: true, count: 5))
        #expect(try SelectSamples.read("SELECT * FROM \"page stats\"").get().columns == SelectSamples.stats.columns)
    }
}
