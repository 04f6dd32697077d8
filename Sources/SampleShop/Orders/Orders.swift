// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The orders' service: it tells what happened to each order.
public struct Orders: Sendable {
    static let schema = [
        """
        CREATE TABLE IF NOT EXISTS orders(
          number INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER NOT NULL, status TEXT NOT NULL,
          total INTEGER NOT NULL, placed_at TEXT NOT NULL, shipped_at TEXT) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS order_lines(
          number INTEGER NOT NULL REFERENCES orders, line INTEGER NOT NULL, sku TEXT NOT NULL,
          quantity INTEGER NOT NULL, price INTEGER NOT NULL, PRIMARY KEY (number, line)) STRICT, WITHOUT ROWID
        """,
    ]

    let store: Store

    /// Places an order.
    ///
    /// - Throws: `badRequest`, `store`.
    public func place(customerID: Int64, items: [OrderLine]) throws(ShopError) -> Order {
        guard (1...NewOrder.linesMax).contains(items.count) else {
            throw ShopError(.badRequest, "an order has 1 to \(NewOrder.linesMax) items")
        }
        for item in items { try item.check() }
        let total = Money(cents: items.reduce(0) { $0 + $1.amount.cents })
        return try store.write { transaction throws(ShopError) in
            let nowMs = Timestamp.nowMs
            let order = try transaction.insertOrder(customerID, total, placedAt: Timestamp.text(ms: nowMs))
            for (line, item) in items.enumerated() { try transaction.insertLine(order, line, item) }
            var event = OrderEvent(order, atMs: nowMs)
            event.customerID = customerID
            event.placedAt = order.placedAt
            event.total = total
            event.items = items
            try transaction.publish("OrderPlaced", event, nowMs)
            return order
        }
    }

    /// Adds a line to an order that is neither shipped nor cancelled.
    ///
    /// - Throws: `badRequest`, `notFound`, `conflict`, `store`.
    public func addItem(_ id: String, _ item: OrderLine) throws(ShopError) -> Order {
        try item.check()
        return try change(id, from: [.placed]) { transaction, order, nowMs throws(ShopError) in
            let lines = try transaction.lineCount(order)
            guard lines < NewOrder.linesMax else { throw ShopError(.conflict, "order \(id) is full") }
            try transaction.insertLine(order, lines, item)
            order.total.cents += item.amount.cents
            var event = OrderEvent(order, atMs: nowMs)
            event.sku = item.sku
            event.quantity = item.quantity
            event.price = item.price
            try transaction.publish("ItemAdded", event, nowMs)
        }
    }

    /// Ships an order.
    ///
    /// - Throws: `notFound`, `conflict`, `store`.
    public func ship(_ id: String) throws(ShopError) -> Order {
        try change(id, from: [.placed]) { transaction, order, nowMs throws(ShopError) in
            order.status = .shipped
            order.shippedAt = Timestamp.text(ms: nowMs)
            try transaction.publish("OrderShipped", OrderEvent(order, atMs: nowMs), nowMs)
        }
    }

    /// Cancels an order that is not shipped.
    ///
    /// - Throws: `notFound`, `conflict`, `store`.
    public func cancel(_ id: String) throws(ShopError) -> Order {
        try change(id, from: [.placed]) { transaction, order, nowMs throws(ShopError) in
            order.status = .cancelled
            var event = OrderEvent(order, atMs: nowMs)
            event.total = order.total
            try transaction.publish("OrderCancelled", event, nowMs)
        }
    }

    /// Erases all that is known of an order; what it did to the sums of its day stays.
    ///
    /// - Throws: `notFound`, `conflict` unless it is shipped or cancelled, `store`.
    public func erase(_ id: String) throws(ShopError) {
        try store.write { transaction throws(ShopError) in
            let order = try transaction.order(id)
            guard order.status != .placed else { throw ShopError(.conflict, "order \(id) is still open") }
            try transaction.deleteOrder(order)
            let nowMs = Timestamp.nowMs
            try transaction.publish("OrderErased", OrderEvent(order, atMs: nowMs), nowMs)
        }
    }

    /// One order.
    ///
    /// - Throws: `notFound`, `store`.
    public func find(_ id: String) throws(ShopError) -> Order {
        try store.read { transaction throws(ShopError) in try transaction.order(id) }
    }

    /// All orders, in the order in which they were placed.
    public func snapshot() throws(ShopError) -> [Order] {
        try store.read { transaction throws(ShopError) in try transaction.allOrders() }
    }

    private func change(
        _ id: String, from allowed: [Order.Status],
        _ body: (borrowing Transaction, inout Order, Int64) throws(ShopError) -> Void
    ) throws(ShopError) -> Order {
        try store.write { transaction throws(ShopError) in
            var order = try transaction.order(id)
            guard allowed.contains(order.status) else {
                throw ShopError(.conflict, "order \(id) is \(order.status.rawValue)")
            }
            try body(transaction, &order, Timestamp.nowMs)
            try transaction.updateOrder(order)
            return order
        }
    }
}
