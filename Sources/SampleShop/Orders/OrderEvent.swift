// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the orders' service tells; each event has the fields that it needs.
///
/// `day` is the day on which the order was placed, in all of them, so that sums by day can follow.
struct OrderEvent: Encodable {
    var orderID: String
    var day: String
    var at: String
    var customerID: Int64?
    var placedAt: String?
    var total: Money?
    var items: [OrderLine]?
    var sku: String?
    var quantity: Int64?
    var price: Money?

    enum CodingKeys: String, CodingKey {
        case orderID = "order_id"
        case day, at
        case customerID = "customer_id"
        case placedAt = "placed_at"
        case total, items, sku, quantity, price
    }

    init(_ order: Order, atMs: Int64) {
        orderID = order.orderID
        day = order.day
        at = Timestamp.text(ms: atMs)
    }
}
