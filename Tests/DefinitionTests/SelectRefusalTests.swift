// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

/// What views cannot have: each is told at its place, with a rewrite that is accepted.
@Suite struct SelectRefusalTests {
    /// A SELECT that is refused, and the same as its hint says.
    struct Sample: CustomStringConvertible, Sendable {
        /// The SELECT; the term that is refused stands between `«` and `»`.
        var sql: String
        var code: DiagnosticCode
        /// What the hint says, or holds.
        var hint: String
        /// What stands in the term's place then, if the hint says `write …`, or a whole other SELECT.
        var rewrite: String

        init(_ code: DiagnosticCode, _ sql: String, _ hint: String, _ rewrite: String) {
            self.sql = sql
            self.code = code
            self.hint = hint
            self.rewrite = rewrite
        }

        var text: String { sql.replacing("«", with: "").replacing("»", with: "") }
        var offset: Int { sql.utf8.count - (sql.split(separator: "«", maxSplits: 1).last?.utf8.count ?? 0) - 2 }
        var term: String { String(sql.split(separator: "«", maxSplits: 1).last?.split(separator: "»").first ?? "") }
        var description: String { text }
        /// The SELECT as its hint says.
        var rewritten: String {
            rewrite.hasPrefix("SELECT") || rewrite.hasPrefix("WITH")
                ? rewrite : text.replacing(term, with: rewrite, maxReplacements: 1)
        }
    }

    static let clauses = [
        Sample(
            .unsupportedClause, "SELECT o.id FROM orders o «RIGHT JOIN customers c ON c.id = o.customer_id»",
            "swap the sides: b LEFT JOIN a ON …",
            "SELECT o.id FROM customers c LEFT JOIN orders o ON c.id = o.customer_id"),
        Sample(
            .unsupportedClause, "SELECT o.id FROM orders o «FULL OUTER JOIN customers c ON c.id = o.customer_id»",
            "UNION ALL",
            "SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id UNION ALL SELECT NULL AS id FROM"
                + " customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)"),
        Sample(
            .unsupportedClause, "SELECT label FROM customers «NATURAL JOIN regions»", "JOIN … ON a.column = b.column",
            "JOIN regions ON customers.region_id = regions.id"),
        Sample(
            .unsupportedClause, "SELECT label FROM customers c JOIN regions r «USING (id)»",
            "ON a.column = b.column, for each column", "ON c.id = r.id"),
        Sample(
            .unsupportedClause, "SELECT id FROM customers «EXCEPT SELECT customer_id FROM orders»",
            "SELECT DISTINCT … WHERE NOT EXISTS (SELECT 1 FROM … WHERE …)",
            "SELECT DISTINCT id FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)"),
        Sample(
            .unsupportedClause, "SELECT id FROM customers «INTERSECT SELECT customer_id FROM orders»",
            "SELECT DISTINCT … WHERE EXISTS (SELECT 1 FROM … WHERE …)",
            "SELECT DISTINCT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)"),
        Sample(
            .unsupportedClause,
            "WITH RECURSIVE up(id) AS (SELECT id FROM regions UNION ALL SELECT r.id FROM regions r JOIN «up» ON"
                + " up.id = r.label) SELECT id FROM up", "keep the path in a column of the table, by its handlers",
            "SELECT id, label FROM regions"),
        Sample(
            .unsupportedClause, "WITH w AS «MATERIALIZED (SELECT id FROM orders)» SELECT id FROM w", "AS (SELECT …)",
            "(SELECT id FROM orders)"),
        Sample(
            .unsupportedClause, "SELECT o.id FROM «(orders o JOIN customers c ON c.id = o.customer_id)»",
            "a JOIN b ON … JOIN c ON …, without them", "orders o JOIN customers c ON c.id = o.customer_id"),
        Sample(
            .unsupportedClause, "SELECT e.value FROM orders o, «json_each(o.extra)» e",
            "make rows of an array in a table, by each:", "SELECT id FROM orders"),
        Sample(.unsupportedClause, "SELECT id FROM «main.orders»", "name the table alone", "orders"),
        Sample(.unsupportedClause, "SELECT id FROM orders «NOT INDEXED»", "leave it out", ""),
        Sample(
            .unsupportedClause, "SELECT id FROM orders ORDER BY id LIMIT «2 + 3»",
            "write a whole number, or LIMIT in the query that reads the view", "5"),
        Sample(
            .unsupportedClause, "SELECT p.id FROM (SELECT id, customer_id FROM orders LIMIT «5») p",
            "row_number() OVER (PARTITION BY … ORDER BY …) <= n; a lookup by key needs none",
            "SELECT p.id FROM (SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY id) AS n FROM orders) p"
                + " WHERE n <= 5"),
        Sample(
            .unsupportedClause, "SELECT p.id FROM (SELECT id FROM orders ORDER BY «id») p", "leave it out",
            "SELECT p.id FROM (SELECT id FROM orders) p"),
        Sample(
            .unsupportedClause, "SELECT id FROM orders WHERE «(id, status) = (1, 'x')»", "a = c AND b = d",
            "id = 1 AND status = 'x'"),
        Sample(.badView, "SELECT «1 AS one»", "SELECT … FROM …", "id FROM orders"),
        Sample(.unsupportedClause, "«VALUES (1)»", "SELECT … FROM …", "SELECT id FROM orders"),
        Sample(
            .badView, "SELECT id FROM «(SELECT id FROM orders)»", "(SELECT …) AS part",
            "(SELECT id FROM orders) AS part"
        ),
        Sample(
            .unsupportedClause,
            "SELECT o.id FROM orders o LEFT JOIN customers c ON c.region_id = «r.id» JOIN regions r ON r.id = o.status",
            "move the LEFT JOIN to the end of the FROM",
            "SELECT o.id FROM orders o JOIN regions r ON r.id = o.status LEFT JOIN customers c ON c.region_id = r.id"),
    ]

    static let selects = [
        Sample(
            .unsupportedClause, "SELECT id FROM customers c WHERE «id NOT IN (SELECT customer_id FROM orders)»",
            "write NOT EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = c.id)",
            "NOT EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = c.id)"),
        Sample(
            .unsupportedClause,
            "SELECT id, «id IN (SELECT customer_id FROM orders o WHERE total > 5)» AS busy FROM customers",
            "write EXISTS (SELECT 1 FROM orders AS o WHERE (o.total > 5) AND (o.customer_id = customers.id))",
            "EXISTS (SELECT 1 FROM orders AS o WHERE (o.total > 5) AND (o.customer_id = customers.id))"),
        Sample(
            .unsupportedClause,
            "SELECT id FROM customers WHERE «id IN (SELECT customer_id FROM orders)» OR city = 'Ulm'",
            "write EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = customers.id)",
            "EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = customers.id)"),
        Sample(
            .unsupportedClause, "SELECT id FROM customers WHERE id «IN orders»", "IN (SELECT column FROM table)",
            "IN (SELECT customer_id FROM orders)"),
        Sample(
            .unsupportedClause,
            "SELECT id, «(SELECT count(*) FROM orders WHERE customer_id = customers.id)» AS n FROM customers",
            "make it a view of its own, or a SELECT in FROM, and join it",
            "SELECT customers.id, n FROM customers JOIN (SELECT customer_id, count(*) AS n FROM orders GROUP BY 1) o"
                + " ON o.customer_id = customers.id"),
        Sample(
            .uncorrelated, "SELECT id FROM orders WHERE «EXISTS (SELECT 1 FROM regions WHERE label = 'x')»",
            "make it a view of its own, or a SELECT in FROM, and join it",
            "SELECT o.id FROM orders o JOIN regions r ON r.id = o.status WHERE r.label = 'x'"),
        Sample(
            .uncorrelated, "SELECT id, «(SELECT label FROM regions WHERE id = 'x')» AS label FROM orders",
            "make it a view of its own, or a SELECT in FROM, and join it",
            "SELECT o.id, r.label FROM orders o, regions r WHERE r.id = 'x'"),
        Sample(
            .unsupportedClause,
            "SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM (SELECT id FROM orders WHERE customer_id ="
                + " «c.id») o WHERE o.id > c.id)", "join the tables in the FROM itself, and compare there",
            "SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND"
                + " o.id > c.id)"),
    ]

    static let groups = [
        Sample(
            .notInvertible, "SELECT status, «sum(ratio)» AS s FROM orders GROUP BY status",
            "declare the column as decimal(2), or write sum(CAST(round(ratio * 100) AS INTEGER))",
            "sum(CAST(round(ratio * 100) AS INTEGER))"),
        Sample(
            .notInvertible, "SELECT «avg(ratio * total)» AS s FROM orders",
            "declare the column as decimal(2), or write avg(CAST(round(ratio * total * 100) AS INTEGER))",
            "avg(CAST(round(ratio * total * 100) AS INTEGER))"),
        Sample(
            .notInvertible, "SELECT «total(extra ->> 'x')» AS s FROM orders",
            "write total(CAST(extra ->> 'x' AS INTEGER))", "total(CAST(extra ->> 'x' AS INTEGER))"),
        Sample(
            .notInvertible, "SELECT «sum(status)» AS s FROM orders", "write sum(CAST(status AS INTEGER))",
            "sum(CAST(status AS INTEGER))"),
        Sample(
            .notInvertible, "SELECT «max(extra ->> 'x')» AS s FROM orders",
            "write max(CAST(extra ->> 'x' AS TEXT)), or AS INTEGER", "max(CAST(extra ->> 'x' AS TEXT))"),
        Sample(
            .notInvertible, "SELECT «count(DISTINCT status COLLATE nocase)» AS s FROM orders",
            "write count(DISTINCT lower(status))", "count(DISTINCT lower(status))"),
        Sample(
            .bareColumn, "SELECT status, «placed_at» FROM orders GROUP BY status",
            "write max(placed_at), or add it to GROUP BY", "max(placed_at) AS at"),
        Sample(
            .bareColumn, "SELECT max(placed_at) AS at, «orders.status» FROM orders",
            "write max(orders.status), or add it to GROUP BY", "max(orders.status) AS status"),
        Sample(
            .bareColumn,
            "SELECT status, EXISTS (SELECT 1 FROM customers c WHERE c.id = «customer_id») AS x FROM orders"
                + " GROUP BY status", "write max(customer_id), or add it to GROUP BY",
            "SELECT status, customer_id, EXISTS (SELECT 1 FROM customers c WHERE c.id = customer_id) AS x FROM orders"
                + " GROUP BY status, customer_id"),
        Sample(
            .notInvertible, "SELECT odd, count(*) AS n FROM spending GROUP BY «odd»",
            "write CAST(odd AS TEXT), or AS INTEGER, there and where it is shown",
            "SELECT CAST(odd AS TEXT) AS odd, count(*) AS n FROM spending GROUP BY CAST(odd AS TEXT)"),
        Sample(
            .notInvertible, "SELECT DISTINCT «odd» FROM spending",
            "write CAST(odd AS TEXT), or AS INTEGER, there and where it is shown", "CAST(odd AS TEXT) AS odd"),
        Sample(
            .notInvertible, "SELECT «id» FROM orders UNION SELECT id FROM regions",
            "write CAST(… AS TEXT) in each, or UNION ALL",
            "SELECT CAST(id AS TEXT) AS id FROM orders UNION SELECT CAST(id AS TEXT) FROM regions"),
        Sample(
            .notInvertible, "SELECT count(*) AS n FROM orders GROUP BY «status COLLATE nocase»",
            "write lower(status), there and where it is shown", "lower(status)"),
        Sample(
            .unsupportedClause, "SELECT «name COLLATE nocase» AS name FROM customers", "write lower(name) AS name",
            "lower(name)"),
        Sample(
            .unsupportedClause,
            "SELECT status, «row_number() OVER (PARTITION BY status)» AS n FROM orders GROUP BY status",
            "put the GROUP BY into a SELECT in FROM, and the window around it",
            "SELECT status, row_number() OVER (PARTITION BY status) AS n FROM (SELECT status FROM orders"
                + " GROUP BY status) o"),
        Sample(
            .windowWithoutPartition, "SELECT id, «row_number() OVER (ORDER BY id)» AS n FROM orders",
            "OVER (PARTITION BY … ORDER BY …)", "row_number() OVER (PARTITION BY status ORDER BY id)"),
        Sample(
            .unsupportedClause, "SELECT id, rank() OVER (PARTITION BY «status COLLATE nocase») AS n FROM orders",
            "PARTITION BY lower(…)", "lower(status)"),
        Sample(
            .unsupportedClause, "SELECT 5 AS five, count(*) AS n FROM orders GROUP BY «five»", "leave it out",
            "SELECT count(*) AS n FROM orders"),
        Sample(
            .unsupportedClause, "SELECT -5 AS five, id FROM orders ORDER BY «five», id", "leave it out",
            "SELECT -5 AS five, id FROM orders ORDER BY id"),
    ]

    static let names = [
        Sample(
            .nondeterministic, "SELECT id, «random()» AS r FROM orders",
            "pass the time as a parameter of the query that reads the view", "0"),
        Sample(
            .nondeterministic, "SELECT id FROM orders WHERE placed_at > «CURRENT_TIMESTAMP»",
            "pass the time as a parameter of the query that reads the view", "'2026-01-01'"),
        Sample(
            .nondeterministic, "SELECT id, date(«'now'») AS d FROM orders",
            "pass the time as a parameter of the query that reads the view", "placed_at"),
        Sample(
            .nondeterministic, "SELECT id, «date()» AS d FROM orders",
            "pass the time as a parameter of the query that reads the view", "date(placed_at)"),
        Sample(
            .nondeterministic, "SELECT id, date(«status») AS d FROM orders",
            "declare the column as timestamp or date", "placed_at"),
        Sample(
            .nondeterministic, "SELECT id, datetime(placed_at, «'LocalTime'») AS d FROM orders",
            "pass the time as a parameter of the query that reads the view", "'+1 day'"),
        Sample(.nondeterministic, "SELECT «rowid» AS r FROM orders", "name the key's columns", "id"),
        Sample(.nondeterministic, "SELECT «s.oid» AS r FROM spending s", "name the key's columns", "customer_id"),
        Sample(
            .badView, "SELECT id, «sin(id)» AS s FROM orders", "compute it in the query that reads the view", "id"),
        Sample(
            .repeatedName, "SELECT id, «status» AS ID FROM orders",
            "status AS ID_2; write columns out instead of *", "SELECT id, status AS ID_2 FROM orders"),
        Sample(
            .repeatedName, "SELECT «*» FROM orders o JOIN customers c ON c.id = o.customer_id",
            "write columns out instead of *", "o.*, c.name"),
        Sample(
            .repeatedName, "SELECT o.total FROM orders o, «customers o» WHERE o.status = 'x'", " AS o_2",
            "customers AS o_2"),
        Sample(.badView, "SELECT «count(*)» FROM orders", "count(*) AS name", "count(*) AS name"),
        Sample(
            .badName, "SELECT «id» AS _id FROM orders", "… AS name, of letters, digits and _",
            "SELECT id AS my_id FROM orders"),
        Sample(
            .badName, "SELECT «id» AS a__b FROM orders", "… AS name, of letters, digits and _",
            "SELECT id AS a_b FROM orders"),
        Sample(
            .badName, "SELECT o__.id FROM «orders» o__", "a name without _ at its start and without __",
            "SELECT o.id FROM orders o"),
        Sample(
            .repeatedName, "WITH «orders» AS (SELECT id FROM customers) SELECT id FROM orders",
            "another name for the common table", "WITH o AS (SELECT id FROM customers) SELECT id FROM o"),
        Sample(
            .badView, "WITH «w» AS (SELECT id FROM customers) SELECT id FROM orders", "leave it out",
            "SELECT id FROM orders"),
        Sample(
            .badView, "SELECT id FROM orders WHERE status = «:s»",
            "put the parameter into the query that reads the view", "'x'"),
        Sample(.badView, "SELECT «statu» FROM orders", "did you mean 'status'?", "status"),
        Sample(.badView, "SELECT id FROM «order_s»", "did you mean 'orders'?", "orders"),
        Sample(
            .badView, "SELECT «id» FROM orders, customers", "write orders.id or customers.id", "orders.id"),
    ]

    @Test(
        "R21 R23 R25: what a view cannot have is told at its place, and what its hint says is accepted",
        arguments: clauses + selects + groups + names)
    func refused(sample: Sample) {
        let faults = SelectSamples.read(sample.text).faults
        #expect(faults.map(\.code).contains(sample.code))
        let fault = faults.first { $0.code == sample.code }
        #expect(fault?.place == .after(sample.offset))
        #expect(fault?.hint?.contains(sample.hint) == true, "\(fault?.message ?? "") | \(fault?.hint ?? "")")
        #expect(SelectSamples.read(sample.rewritten).faults == [], "\(sample.rewritten)")
    }

    @Test(
        "what SQLite refuses is refused in its words, at its place",
        arguments: [
            ("SELECT id FRO orders", "near \"orders\": syntax error", 14),
            ("SELECT nope FROM orders", "no such column: nope", 7),
            ("SELECT \"nope\" FROM orders", "no such column: nope", 7),
            ("SELECT id FROM orders WHERE sum(id) > 1", "misuse of aggregate function sum()", 28),
            ("SELECT nope(id) AS x FROM orders", "no such function: nope", 7),
            ("SELECT 'open", "unrecognized token: \"'open\"", 7),
            ("SELECT (id FROM orders", "near \"FROM\": syntax error", 11),
            ("SELECT id FROM nope", "no such table: nope", 15), ("SELECT 1; SELECT 2", "more than one statement", 10),
        ])
    func sqliteFirst(sql: String, message: String, offset: Int) {
        let faults = SelectSamples.read(sql).faults
        #expect(faults.map(\.message) == [message])
        #expect(faults.map(\.place) == [.after(offset)])
        #expect(faults.map(\.code) == [.badView])
    }

    @Test(
        "what is no SELECT is refused",
        arguments: [
            "", " ", ";", "-- nothing", "DELETE FROM orders", "INSERT INTO orders (id) VALUES (1)",
            "PRAGMA user_version",
            "CREATE TABLE x (a)", "EXPLAIN SELECT id FROM orders",
            "WITH x AS (SELECT id FROM orders) DELETE FROM orders",
            "ATTACH 'x' AS y", "BEGIN", "SELECT name FROM sqlite_schema", "SELECT name FROM pragma_function_list",
        ])
    func noSelect(sql: String) {
        let faults = SelectSamples.read(sql).faults
        #expect(faults.map(\.code) == [.badView])
    }
}
