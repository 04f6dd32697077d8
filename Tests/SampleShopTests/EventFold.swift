// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

@testable import SampleShop

/// The rows of the four stores, made from their events alone.
struct EventFold {
    var customers: [String: Customer] = [:]
    var orders: [String: Order] = [:]
    var payments: [String: Payment] = [:]
    var stock: [String: StockItem] = [:]

    /// The fields of all events.
    private struct Event: Decodable {
        var at: String
        var customer_id: Int64?
        var placed_at: String?
        var total: Money?
        var amount: Money?
        var quantity: Int64?
        var price: Money?
    }

    mutating func apply(_ row: OutboxRow) throws {
        guard let payload = row.payload else {
            customers[row.key] = nil
            return
        }
        if row.topic == "shop.customers" {
            customers[row.key] = try JSONDecoder().decode(Customer.self, from: Data(payload.utf8))
            return
        }
        let event = try JSONDecoder().decode(Event.self, from: Data(payload.utf8))
        switch row.topic {
        case "shop.orders": applyOrder(row.key, row.type, event)
        case "shop.payments": applyPayment(row.key, row.type, event)
        default: applyStock(row.key, row.type, event)
        }
    }

    private mutating func applyOrder(_ key: String, _ type: String, _ event: Event) {
        switch type {
        case "OrderPlaced":
            guard let customer = event.customer_id, let total = event.total, let placed = event.placed_at else {
                return
            }
            orders[key] = Order(
                orderID: key, customerID: customer, status: .placed, total: total, placedAt: placed)
        case "ItemAdded": orders[key]?.total.cents += (event.quantity ?? 0) * (event.price?.cents ?? 0)
        case "OrderShipped":
            orders[key]?.status = .shipped
            orders[key]?.shippedAt = event.at
        case "OrderCancelled": orders[key]?.status = .cancelled
        case "OrderErased": orders[key] = nil
        default: break
        }
    }

    private mutating func applyPayment(_ key: String, _ type: String, _ event: Event) {
        switch type {
        case "PaymentAuthorized":
            payments[key] = event.amount.map { Payment(orderID: key, state: .authorized, amount: $0) }
        case "PaymentCaptured": payments[key]?.state = .captured
        case "PaymentRefunded": payments[key]?.state = .refunded
        default: break
        }
    }

    private mutating func applyStock(_ key: String, _ type: String, _ event: Event) {
        let quantity = event.quantity ?? 0
        var item = stock[key] ?? StockItem(sku: key, onHand: 0, reserved: 0)
        switch type {
        case "StockReceived": item.onHand += quantity
        case "StockReserved":
            item.onHand -= quantity
            item.reserved += quantity
        case "StockReleased":
            item.onHand += quantity
            item.reserved -= quantity
        default: break
        }
        stock[key] = item
    }
}
