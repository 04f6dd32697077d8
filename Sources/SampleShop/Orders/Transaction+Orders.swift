// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The statements of the orders' service.
extension Transaction {
    private static var select: String { "SELECT number, customer_id, status, total, placed_at, shipped_at FROM orders" }

    func insertOrder(_ customerID: Int64, _ total: Money, placedAt: String) throws(ShopError) -> Order {
        let rows = try rows(
            "INSERT INTO orders(customer_id, status, total, placed_at) VALUES (?1, 'placed', ?2, ?3) RETURNING number",
            .integer(customerID), .integer(total.cents), .text(placedAt))
        guard let row = rows.first else { throw ShopError(.store, "the order was not stored") }
        return Order(
            orderID: "O-\(row.integer(0))", customerID: customerID, status: .placed, total: total, placedAt: placedAt)
    }

    func insertLine(_ order: Order, _ line: Int, _ item: OrderLine) throws(ShopError) {
        try run(
            "INSERT INTO order_lines VALUES (?1, ?2, ?3, ?4, ?5)", .integer(try number(order.orderID)),
            .integer(Int64(line)), .text(item.sku), .integer(item.quantity), .integer(item.price.cents))
    }

    func lineCount(_ order: Order) throws(ShopError) -> Int {
        let number = try number(order.orderID)
        return Int(try rows("SELECT count(*) FROM order_lines WHERE number = ?1", .integer(number))[0].integer(0))
    }

    func order(_ id: String) throws(ShopError) -> Order {
        guard let row = try rows("\(Self.select) WHERE number = ?1", .integer(try number(id))).first else {
            throw ShopError(.notFound, "there is no order \(id)")
        }
        return Self.order(row)
    }

    func allOrders() throws(ShopError) -> [Order] {
        try rows("\(Self.select) ORDER BY number").map(Self.order)
    }

    func updateOrder(_ order: Order) throws(ShopError) {
        try run(
            "UPDATE orders SET status = ?2, total = ?3, shipped_at = ?4 WHERE number = ?1",
            .integer(try number(order.orderID)), .text(order.status.rawValue), .integer(order.total.cents),
            order.shippedAt.map { .text($0) } ?? .null)
    }

    func deleteOrder(_ order: Order) throws(ShopError) {
        let number = try number(order.orderID)
        try run("DELETE FROM order_lines WHERE number = ?1", .integer(number))
        try run("DELETE FROM orders WHERE number = ?1", .integer(number))
    }

    func publish(_ type: String, _ event: OrderEvent, _ timeMs: Int64) throws(ShopError) {
        try publish(.orders, key: event.orderID, type: type, event, timeMs: timeMs)
    }

    private func number(_ id: String) throws(ShopError) -> Int64 {
        guard id.hasPrefix("O-"), let number = Int64(id.dropFirst(2)), id == "O-\(number)" else {
            throw ShopError(.notFound, "there is no order \(id)")
        }
        return number
    }

    private static func order(_ row: Row) -> Order {
        guard let status = Order.Status(rawValue: row.text(2)) else {
            preconditionFailure("a status that no service stored")
        }
        return Order(
            orderID: "O-\(row.integer(0))", customerID: row.integer(1), status: status,
            total: Money(cents: row.integer(3)), placedAt: row.text(4), shippedAt: row.optionalText(5))
    }
}
