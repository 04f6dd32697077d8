// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The projection files that fold the benchmarks' topics.
enum BenchProjection {
    /// What is asked of a fold beside its sums, to see what it costs.
    enum Extra: String, CaseIterable {
        case id
        case history
        case version
        case each
        /// The order page's view, or accounts with the branch that moved them last.
        case view
    }

    /// The text for a topic.
    static func text(_ kind: BenchKind, with extra: Extra?) -> String {
        switch kind {
        case .replica: customers(source: "{topic: \(kind.topic), format: json}")
        case .change: customers(source: "{topic: \(kind.topic), format: debezium, decimals: text, times: micros}")
        case .changeWithSchema: customers(source: "{topic: \(kind.topic), format: debezium}")
        case .fold, .hot, .wide, .held: accounts(kind, with: extra)
        case .lines: orders(kind, with: extra)
        case .page: BenchPage.projection(topic: kind.topic, hasView: extra == .view)
        }
    }

    private static func customers(source: String) -> String {
        """
        projection: bench
        sources: {rows: \(source)}
        tables:
          customers:
            from: rows
            key: {id: integer}
            columns: {name: text, city: text, credit: decimal(2), updated_at: timestamp}
        queries:
          one:
            sql: SELECT * FROM customers WHERE id = :id
            params: {id: {type: integer, required: true}}
          page:
            sql: SELECT * FROM customers WHERE id >= :id
            params: {id: {type: integer, required: true}}
            order: [id]
            limit: {default: 20, max: 100}
        """
    }

    private static func accounts(_ kind: BenchKind, with extra: Extra?) -> String {
        """
        projection: bench
        \(kind == .held ? "held: {stop_above: off}" : "")
        sources: {movements: {topic: \(kind.topic), format: json\(extra == .id ? ", id: $.reference" : "")}}
        tables:
          accounts:
            key: {account: text}
            \(extra == .version ? "version: $.number" : "")
            \(extra == .history ? "history: true" : "")
            columns: {balance: decimal(2), movements: integer, status: text, last_at: timestamp\
        \(extra == .view ? ", branch: text" : "")}
            on:
              movements:
                "*":
                  set:
                    balance: balance + $.amount
                    movements: movements + 1
                    status: $.status
                    last_at: "max(last_at, $.at)"
                    \(extra == .view ? "branch: $.branch" : "")
        \(extra == .view ? branches : "")
        queries:
          one:
            sql: SELECT * FROM accounts WHERE account = :account
            params: {account: {type: text, required: true}}
        """
    }

    private static let branches = """
          branches:
            key: {branch: $.branch text}
            columns: {movements: integer}
            on: {movements: {"*": {set: {movements: movements + 1}}}}
        views:
          account_page:
            sql: SELECT a.account, a.balance, a.status, b.branch, b.movements
              FROM accounts AS a LEFT JOIN branches AS b ON b.branch = a.branch
        """

    private static func orders(_ kind: BenchKind, with extra: Extra?) -> String {
        """
        projection: bench
        sources: {orders: {topic: \(kind.topic), format: json}}
        tables:
          orders:
            key: {order_id: text}
            columns: {total: decimal(2), events: integer, last_at: timestamp}
            on:
              orders:
                "*": {set: {total: total + $.total, events: events + 1, last_at: "max(last_at, $.at)"}}
        \(extra == .each ? lines : "")
        """
    }

    private static let lines = """
          order_lines:
            key: {order_id: text, line: $index integer}
            columns: {sku: text, quantity: integer, price: decimal(2)}
            on:
              orders:
                "*": {each: $.items, set: {sku: $each.sku, quantity: $each.quantity, price: $each.price}}
        """
}
