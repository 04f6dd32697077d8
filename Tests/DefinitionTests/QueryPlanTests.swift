// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

@Suite struct QueryPlanTests {
    private static let grouped = "make a view of it and read that, or write scan: true if that is meant"

    @Test(
        "R36: a plan that finds rows by an index, or that the limit ends, is served",
        arguments: [
            ("SELECT * FROM orders", []), ("SELECT * FROM orders", ["order_id"]),
            ("SELECT * FROM orders", ["customer_id", "placed_at desc"]),
            ("SELECT * FROM orders WHERE order_id = 'a'", []),
            ("SELECT * FROM orders WHERE customer_id = 1", ["placed_at desc", "order_id"]),
            ("SELECT * FROM orders WHERE customer_id = 1", ["placed_at desc", "status"]),
            ("SELECT * FROM orders WHERE customer_id = 1 AND status LIKE '%a%'", ["placed_at desc"]),
            ("SELECT max(order_id) AS last FROM orders", []), ("SELECT id FROM customers WHERE id > 5", ["id"]),
            ("SELECT o.order_id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer_id", []),
            ("SELECT value FROM json_each('[1, 2]') WHERE value > 1", []),
            ("SELECT 1 AS one UNION ALL SELECT 2", []),
            ("SELECT count(*) AS n FROM orders WHERE customer_id = 1", []),
            ("SELECT max(customer_id, 5) AS m FROM orders", []),
        ] as [(String, [String])])
    func served(sql: String, order: [String]) {
        let faults = QuerySamples.compile(sql, order: order).faults
        #expect(faults.isEmpty, "\(faults)")
    }

    @Test(
        "R36: a plan that scans or sorts is refused with the index that helps, and scan: true allows it",
        arguments: [
            ("SELECT * FROM customers WHERE city = 'x'", [], "add index: [\"city\"] to the table customers"),
            ("SELECT * FROM customers", ["city"], "add index: [\"city\"] to the table customers"),
            (
                "SELECT * FROM customers WHERE city = 'x'", ["name desc"],
                "add index: [\"city, name desc\"] to the table customers"
            ),
            (
                "SELECT * FROM orders WHERE customer_id = 1 AND (1 = 2 OR status = 'x')", ["total"],
                "add index: [\"customer_id, total\"] to the table orders"
            ),
            (
                "SELECT * FROM orders o JOIN customers c ON c.city = o.status WHERE o.order_id = 'a'", [],
                "add index: [\"city\"] to the table customers"
            ),
            ("SELECT * FROM orders WHERE placed_at > 'a'", [], "add index: [\"placed_at\"] to the table orders"),
            ("SELECT count(*) AS n FROM orders", [], grouped),
            ("SELECT sum(total) AS n FROM orders", [], grouped),
            ("SELECT DISTINCT status FROM orders", [], grouped),
            ("SELECT city, count(*) AS n FROM customers GROUP BY city", [], grouped),
            ("SELECT * FROM orders WHERE status LIKE 'x%'", [], "write scan: true if that is meant"),
            ("SELECT * FROM orders, customers", [], "write scan: true if that is meant"),
            (
                "SELECT status FROM orders WHERE customer_id = 1 UNION SELECT name FROM customers WHERE id = 1", [],
                "write scan: true if that is meant"
            ),
            (
                "SELECT * FROM orders WHERE customer_id IN (SELECT value FROM json_each('[1]'))", ["placed_at"],
                "write scan: true if that is meant"
            ),
            ("SELECT * FROM (SELECT * FROM orders WHERE total > 5)", [], "add index: [\"total\"] to the table orders"),
            ("SELECT * FROM \"page stats\" WHERE day = 'a'", [], "add index: [\"day\"] to the table page stats"),
        ] as [(String, [String], String)])
    func refused(sql: String, order: [String], hint: String) {
        let faults = QuerySamples.compile(sql, order: order).faults
        #expect(faults.map(\.code) == [.needsIndex])
        #expect(faults.first?.hint == hint)
        #expect(QuerySamples.compile(sql, order: order, scan: true).faults.isEmpty)
    }
}
