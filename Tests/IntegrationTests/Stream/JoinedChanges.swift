// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient

/// Random changes of orders, their lines, customers with a past, and payments, over small numbers of keys.
struct JoinedChanges {
    static let customers = 8
    private static let orders = 40
    private static let partitions = 2

    static let page = """
        SELECT o.id, o.customer_id, o.total, c.name AS customer, h.name AS customer_then, p.state AS payment
        FROM orders o LEFT JOIN customers c ON c.id = o.customer_id
        LEFT JOIN customers_history h ON h.id = o.customer_id AND h.valid_from <= o.placed_at
            AND h.valid_to > o.placed_at
        LEFT JOIN payments p ON p.id = o.id
        """
    static let totals = """
        SELECT c.id, c.name, count(o.id) AS orders, sum(o.total) AS total, max(o.placed_at) AS last_at
        FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name
        """
    static let sales = """
        SELECT date(o.placed_at) AS day, l.sku, count(*) AS orders, sum(l.quantity) AS pieces
        FROM order_lines l JOIN orders o ON o.id = l.id GROUP BY date(o.placed_at), l.sku
        """
    static let busy = "SELECT name, count(*) AS customers, sum(orders) AS orders FROM totals GROUP BY name"
    static let views = [("page", page), ("totals", totals), ("sales", sales), ("busy", busy)]

    let topics: Topics
    private let producer: Producer

    init(_ topics: Topics) throws {
        self.topics = topics
        for name in ["orders", "customers", "payments"] { try topics.create(name, partitions: Self.partitions) }
        producer = try Producer(settings: topics.settings) { _ in }
    }

    var projectionText: String {
        let views = Self.views.map { name, sql in
            "  \(name):\n    sql: |\n" + sql.split(separator: "\n").map { "      \($0)\n" }.joined()
                + (name == "page" ? "    index: [\"customer_id, id\"]\n" : "")
        }
        return """
            projection: joined
            sources:
              orders: {topic: \(topics["orders"]), type: header:type}
              customers: {topic: \(topics["customers"])}
              payments: {topic: \(topics["payments"])}
            tables:
              orders:
                key: {id: integer}
                columns: {customer_id: integer, total: decimal(2), placed_at: timestamp}
                on:
                  orders:
                    Placed: {set: {customer_id: $.customer, total: $.total, placed_at: $.at}}
                    Added: {set: {total: total + $.total}}
                    Erased: delete
              order_lines:
                key: {id: integer, sku: $each.sku text}
                columns: {quantity: integer}
                on:
                  orders:
                    Placed: {each: $.items, replace: true, set: {quantity: $each.quantity}}
                    Erased: delete
              customers: {from: customers, key: {id: integer}, columns: {name: text}, history: true}
              payments: {from: payments, key: {id: integer}, columns: {state: text}}
            views:
            \(views.joined())
            queries:
              pages:
                sql: SELECT * FROM page WHERE customer_id = :customer
                params: {customer: {type: integer, required: true}}
                order: [id]
            """
    }

    /// Sends one change.
    func sendOne(_ random: inout SeededGenerator) throws {
        let order = Int.random(in: 0..<Self.orders, using: &random)
        let customer = Int.random(in: 0..<Self.customers, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: try send("customers", customer, nil)
        case 1, 2:
            let name = ["Ann", "Bob", "Eve"][Int.random(in: 0..<3, using: &random)]
            try send("customers", customer, #"{"name":"\#(name)"}"#)
        case 3: try send("payments", order, Bool.random(using: &random) ? #"{"state":"paid"}"# : nil)
        case 4: try send("orders", order, "{}", type: "Erased")
        case 5, 6: try send("orders", order, #"{"total":"1.25"}"#, type: "Added")
        default:
            let items = (0..<Int.random(in: 0..<4, using: &random)).map { number in
                #"{"sku":"sku-\#(number)","quantity":\#(Int.random(in: 1..<5, using: &random))}"#
            }
            let day = Int.random(in: 20..<26, using: &random)
            let hour = Int.random(in: 10..<24, using: &random)
            let value = """
                {"customer":\(customer),"total":"\(Int.random(in: 0..<100, using: &random)).50",\
                "at":"2026-11-\(day)T\(hour):00:00Z","items":[\(items.joined(separator: ","))]}
                """
            try send("orders", order, value, type: "Placed")
        }
    }

    func flush() throws { try producer.flush(timeoutMs: 30_000) }

    /// Ends the producer and deletes the topics.
    func end() {
        producer.close(deadlineMs: 5_000)
        topics.delete()
    }

    private func send(_ topic: String, _ key: Int, _ value: String?, type: String? = nil) throws {
        try producer.send(
            topic: topics[topic], partition: Int32(key % Self.partitions), key: Array(String(key).utf8),
            value: value.map { Array($0.utf8) }, headers: type.map { [("type", Array($0.utf8))] } ?? [])
    }
}
