// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A view that the benchmarks keep, and the changes that they make.
struct BenchViewShape: Sendable {
    /// A column that is changed: the row's key and the new value follow from a number.
    struct Change: Sendable {
        /// What is measured, in the words of the table.
        var name: String
        var table: String
        var column: String
        /// The key's columns.
        var key: [String]
        /// How many rows there are to change, for `rows` rows of the shape.
        var count: @Sendable (_ rows: Int) -> Int
        /// The key of the row of a number below the count.
        var keyOf: @Sendable (_ number: Int) -> [Int]
        /// The new value of the change of a number, all changes counted.
        var value: @Sendable (_ number: Int) -> Int
    }

    var sql: String
    /// Whether all orders are of one customer.
    var isOneGroup: Bool
    var changes: [Change]

    private static func order(_ name: String, _ column: String = "amount") -> Change {
        Change(
            name: name, table: "orders", column: column, key: ["id"], count: { $0 }, keyOf: { [$0 + 1] },
            // Each tenth is the largest so far.
            value: { $0 % 10 == 0 ? 1_000_000 + $0 : $0 * 7_919 % 100_000 })
    }

    private static func customer(_ name: String, of count: @escaping @Sendable (Int) -> Int) -> Change {
        Change(
            name: name, table: "customers", column: "tier", key: ["id"], count: count, keyOf: { [$0 + 1] },
            value: { $0 })
    }

    /// Views of which one group takes every change.
    static let groups: [BenchViewShape] = [
        BenchViewShape(
            sql: "SELECT customer_id, count(*) AS n, sum(amount) AS s FROM orders GROUP BY customer_id",
            isOneGroup: true, changes: [order("count and sum of a group")]),
        BenchViewShape(
            sql: "SELECT customer_id, min(amount) AS least, max(amount) AS most FROM orders GROUP BY customer_id",
            isOneGroup: true, changes: [order("min and max of a group")]),
        BenchViewShape(
            sql: "SELECT customer_id, count(DISTINCT amount) AS n FROM orders GROUP BY customer_id",
            isOneGroup: true, changes: [order("count(DISTINCT) of a group")]),
        BenchViewShape(
            sql: "SELECT c.id, c.tier, count(o.id) AS n, sum(o.amount) AS s FROM customers c "
                + "LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.tier",
            isOneGroup: true,
            changes: [
                order("1:N LEFT JOIN by the key, an order changes"),
                customer("1:N LEFT JOIN by the key, the customer changes", of: { _ in 1 }),
            ]),
        BenchViewShape(
            sql: "SELECT c.region, count(o.id) AS n, sum(o.amount) AS s FROM customers c "
                + "LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.region",
            isOneGroup: true, changes: [order("1:N LEFT JOIN by a region, an order changes")]),
        BenchViewShape(
            sql: "SELECT t.customer_id, t.id, t.amount FROM (SELECT id, customer_id, amount, row_number() OVER "
                + "(PARTITION BY customer_id ORDER BY amount DESC) AS n FROM orders) t WHERE t.n <= 10",
            isOneGroup: true, changes: [order("top 10 of a partition")]),
    ]

    /// Rows of three tables.
    static let rows = BenchViewShape(
        sql: "SELECT l.order_id, l.line, l.quantity, o.amount, c.tier FROM order_lines l "
            + "JOIN orders o ON o.id = l.order_id JOIN customers c ON c.id = o.customer_id",
        isOneGroup: false,
        changes: [
            Change(
                name: "rows of 3 tables, a line changes", table: "order_lines", column: "quantity",
                key: ["order_id", "line"], count: { 2 * $0 }, keyOf: { [$0 / 2 + 1, $0 % 2] }, value: { $0 }),
            order("rows of 3 tables, an order of 2 lines changes"),
            customer("rows of 3 tables, a customer of 20 lines changes", of: { $0 / 10 }),
            order("rows of 3 tables, a column that is not used changes", "placed"),
        ])

    /// The projection file of the shape.
    var projection: String {
        """
        projection: bench
        sources:
          c: {topic: bench.views.c, format: json}
          o: {topic: bench.views.o, format: json}
          l: {topic: bench.views.l, format: json}
        tables:
          customers: {from: c, key: {id: integer}, columns: {name: text, region: text, tier: integer}}
          orders:
            from: o
            key: {id: integer}
            columns: {customer_id: integer, status: text, amount: decimal(2), placed: integer}
          order_lines:
            from: l
            key: {order_id: integer, line: integer}
            columns: {product: integer, quantity: integer, price: decimal(2)}
        views:
          kept:
            sql: \(sql)
        """
    }

    /// The statements that fill the tables with `rows` orders.
    func load(_ rows: Int) -> [String] {
        func numbers(_ count: Int) -> String {
            "WITH RECURSIVE t(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM t LIMIT \(count)) INSERT INTO"
        }
        let customers = isOneGroup ? 100 : rows / 10
        let customer = isOneGroup ? "1" : "n % \(customers) + 1"
        let all = [
            "\(numbers(customers)) customers (id, name, region, tier) "
                + "SELECT n + 1, 'customer ' || n, 'region ' || n % 10, n % 3 FROM t",
            "\(numbers(rows)) orders (id, customer_id, status, amount, placed) "
                + "SELECT n + 1, \(customer), 'open', n * 7919 % 100000, n FROM t",
        ]
        guard !isOneGroup else { return all }
        return all + [
            "\(numbers(2 * rows)) order_lines (order_id, line, product, quantity, price) "
                + "SELECT n / 2 + 1, n % 2, n % 5000, n % 9, n % 1000 FROM t"
        ]
    }
}
