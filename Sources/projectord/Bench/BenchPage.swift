// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The shop that the order page's view is measured with: each customer, order and payment once, then changes of any.
enum BenchPage {
    static let customers = 10_000
    static let orders = 100_000
    /// The events by which every row is there.
    static let firstEvents = customers + 2 * orders

    /// One event of a hundred changes a customer, whose about 10 orders show it; the others an order or its payment.
    static func event(_ number: Int, random: inout SplitMix) -> (key: String, value: String) {
        let order = Int(random.next() % UInt64(orders))
        return switch number {
        case ..<customers: customer(number, at: number)
        case ..<(customers + orders): placed(number - customers, at: number)
        case ..<firstEvents: payment(number - customers - orders, at: number)
        case _ where number % 100 == 0: customer(order % customers, at: number)
        case _ where number % 2 == 0: placed(order, at: number)
        default: payment(order, at: number)
        }
    }

    private static func customer(_ id: Int, at number: Int) -> (key: String, value: String) {
        let value = """
            {"type":"customer","customer":\(id),"name":"Customer \(id) the \(number)",\
            "city":"\(BenchEvents.cities[number % BenchEvents.cities.count])","at":"\(BenchEvents.time(number))",\
            "email":"customer\(id)@example.org","segment":"retail","address":"\(id % 300) Long Street, Springfield"}
            """
        return (String(id), value)
    }

    private static func placed(_ id: Int, at number: Int) -> (key: String, value: String) {
        let order = "ord-" + BenchEvents.padded(id, 8)
        let value = """
            {"type":"order","order":"\(order)","customer":\(id % customers),"total":"\(number % 900).25",\
            "status":"\(number < firstEvents ? "placed" : "packed in \(number % 7)")",\
            "at":"\(BenchEvents.time(number))","channel":"web","branch":"\(number % 500)",\
            "description":"an order of the shop","currency":"EUR"}
            """
        return (order, value)
    }

    private static func payment(_ id: Int, at number: Int) -> (key: String, value: String) {
        let order = "ord-" + BenchEvents.padded(id, 8)
        let value = """
            {"type":"payment","order":"\(order)","state":"\(number % 3 == 0 ? "captured" : "authorized")",\
            "amount":"\(number % 900).25","at":"\(BenchEvents.time(number))","reference":"ref-\(number)",\
            "method":"card","description":"card payment at a shop in the city","currency":"EUR"}
            """
        return (order, value)
    }

    /// The projection file, with the order page's view or with the tables alone.
    static func projection(topic: String, hasView: Bool) -> String {
        """
        projection: bench
        sources: {shop: {topic: \(topic), format: json, type: $.type, time: $.at}}
        tables:
          customers:
            key: {id: integer}
            columns: {name: text, city: text}
            history: true
            on: {shop: {customer: {set: {name: $.name, city: $.city}}}}
          orders:
            key: {order_id: text}
            columns: {customer_id: integer, status: text, total: decimal(2), placed_at: timestamp}
            on:
              shop:
                order:
                  set: {customer_id: $.customer, status: $.status, total: $.total, placed_at: "min(placed_at, $.at)"}
          payments:
            key: {order_id: text}
            columns: {state: text, amount: decimal(2), changed_at: timestamp}
            on: {shop: {payment: {set: {state: $.state, amount: $.amount, changed_at: $.at}}}}
        \(hasView ? view : "")
        """
    }

    private static let view = """
        views:
          order_page:
            sql: |
              SELECT o.order_id, o.customer_id, o.status, o.total, o.placed_at, c.name AS customer, c.city,
                     h.name AS customer_then, p.state AS payment, p.amount AS paid
              FROM orders o
              LEFT JOIN customers c ON c.id = o.customer_id
              LEFT JOIN customers_history h
                ON h.id = o.customer_id AND h.valid_from <= o.placed_at AND h.valid_to > o.placed_at
              LEFT JOIN payments p ON p.order_id = o.order_id
            index: ["order_id"]
        queries:
          order:
            sql: SELECT * FROM order_page WHERE order_id = :order
            params: {order: {type: text, required: true}}
        """
}
