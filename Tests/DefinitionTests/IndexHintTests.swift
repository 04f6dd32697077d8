// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

/// Whole files whose queries lack an index: what the hint says is written into the file, which has no faults then.
@Suite struct IndexHintTests {
    private static let tables = [
        "customers": "from: customers, key: {id: integer}, columns: {name: text, city: text, \"end\": date}",
        "orders": "from: orders, key: {id: integer}, columns: {customer: integer, status: text, total: decimal(2)}",
    ]
    private static let views = [
        "order_page": """
        SELECT o.id, o.status, o.total, c.name, c.city FROM orders o LEFT JOIN customers c ON c.id = o.customer
        """,
        "totals":
            "SELECT customer, status, sum(total) AS spent, count(*) AS orders FROM orders GROUP BY customer, status",
        "cities": "SELECT city, sum(spent) AS spent FROM customers c JOIN totals t ON t.customer = c.id GROUP BY city",
        "statuses": "SELECT DISTINCT status, customer FROM orders",
        "names": "SELECT id, name FROM customers UNION ALL SELECT id, status FROM orders",
        "ranks": "SELECT id, status, row_number() OVER (PARTITION BY status ORDER BY total) AS place FROM orders",
        "dearest": "SELECT id, total FROM orders ORDER BY total DESC LIMIT 100",
    ]

    private static func file(_ sql: String, order: String, indexes: [String: [String]] = [:]) -> String {
        func written(_ name: String) -> String {
            indexes[name].map { "index: [\($0.map { "'\($0)'" }.joined(separator: ", "))]" } ?? ""
        }
        let tables = tables.sorted { $0.key < $1.key }.map { name, text in
            "  \(name): {\(text)\(indexes[name] == nil ? "" : ", ")\(written(name))}\n"
        }
        let views = ["order_page", "totals", "cities", "statuses", "names", "ranks", "dearest"].map { name in
            "  \(name):\n    sql: \(Self.views[name] ?? "")\n" + (indexes[name] == nil ? "" : "    \(written(name))\n")
        }
        return """
            projection: shop
            sources: {customers: {topic: customers}, orders: {topic: orders}}
            tables:
            \(tables.joined())views:
            \(views.joined())queries:
              q:
                sql: \(sql)
                \(sql.contains(":p") ? "params: {p: {type: text}}" : "scan: false")
                order: [\(order)]

            """
    }

    /// What `add index: ["a, b desc"] to the table t, and index: ["c"] to the view v` names.
    private static func indexes(_ hint: String) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for match in hint.matches(of: #/index: \["([^\]]*)"\] to the (?:table|view) (\w+)/#) {
            found[String(match.2), default: []].append(String(match.1))
        }
        return found
    }

    @Test(
        "R36: the index that a hint names serves the query, be it of a table or of a view",
        arguments: [
            ("SELECT * FROM customers WHERE city = :p", ""), ("SELECT * FROM customers WHERE :p < name", "name desc"),
            ("SELECT * FROM orders WHERE status = :p", "total desc, id"), ("SELECT * FROM orders", "total"),
            ("SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer WHERE c.city = :p", ""),
            ("SELECT o.id, c.name FROM orders o JOIN customers c ON c.city = o.status WHERE o.total > :p", ""),
            ("SELECT id FROM customers WHERE city = :p OR name = :p", ""),
            ("SELECT id FROM customers WHERE \"end\" = :p", ""),
            ("SELECT id FROM customers WHERE city IN (SELECT status FROM orders WHERE total = :p)", ""),
            ("SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders WHERE customer = c.id) AND city = :p", ""),
            ("SELECT count(*) AS n FROM orders WHERE status = :p", ""),
            ("SELECT max(total) AS m FROM orders WHERE status = :p", ""),
            ("SELECT * FROM order_page WHERE city = :p", ""), ("SELECT * FROM order_page", "total desc"),
            ("SELECT * FROM order_page WHERE status = :p", "total desc, id"),
            ("SELECT * FROM order_page WHERE city = :p AND total > 5", "total"),
            ("SELECT * FROM totals WHERE customer = :p", "spent desc"), ("SELECT * FROM totals", "spent desc"),
            ("SELECT * FROM totals WHERE spent > :p", ""), ("SELECT * FROM cities WHERE spent = :p", ""),
            ("SELECT * FROM statuses WHERE customer = :p", ""), ("SELECT * FROM names WHERE name = :p", ""),
            ("SELECT * FROM ranks WHERE status = :p AND place <= 10", "place"),
            ("SELECT p.id, t.spent FROM order_page p JOIN totals t ON t.status = p.status WHERE p.name = :p", ""),
            ("SELECT c.name, t.spent FROM customers c JOIN totals t ON t.customer = c.id WHERE c.city = :p", ""),
        ])
    func applied(sql: String, order: String) throws {
        let faults = ProjectionSample.diagnostics(Self.file(sql, order: order))
        guard let fault = faults.first else { return }
        #expect(faults.map(\.code) == [.needsIndex])
        let indexes = Self.indexes(fault.hint ?? "")
        #expect(!indexes.isEmpty, "\(fault.message) | \(fault.hint ?? "")")
        #expect(ProjectionSample.diagnostics(Self.file(sql, order: order, indexes: indexes)) == [], "\(indexes)")
    }

    @Test(
        "R36: where no index helps since rows are grouped, a view does",
        arguments: [
            "SELECT city, count(*) AS n FROM customers GROUP BY city", "SELECT count(*) AS n FROM orders",
            "SELECT DISTINCT status FROM orders", "SELECT status, sum(spent) AS spent FROM totals GROUP BY status",
        ])
    func viewed(sql: String) {
        let faults = ProjectionSample.diagnostics(Self.file(sql, order: ""))
        #expect(faults.map(\.hint) == ["make a view of it and read that, or write scan: true if that is meant"])
        let view = "  grouped: {sql: \"\(sql)\"}\nqueries:\n"
        let viewed = Self.file("SELECT * FROM grouped", order: "").replacing("queries:\n", with: view)
        #expect(ProjectionSample.diagnostics(viewed) == [])
    }
}
