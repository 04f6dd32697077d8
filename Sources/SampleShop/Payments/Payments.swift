// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The payments' service: it knows orders by their ids alone.
public struct Payments: Sendable {
    static let schema = [
        """
        CREATE TABLE IF NOT EXISTS payments(
          order_id TEXT PRIMARY KEY, state TEXT NOT NULL, amount INTEGER NOT NULL) STRICT
        """
    ]
    /// An order's id is another service's, so only its length is looked at.
    private static let idLengthMax = 100
    private static let select = "SELECT order_id, state, amount FROM payments"

    let store: Store

    /// Sets an amount aside for an order that has no payment yet.
    ///
    /// - Throws: `badRequest`, `conflict`, `store`.
    public func authorize(orderID: String, amount: Money) throws(ShopError) -> Payment {
        guard (1...Self.idLengthMax).contains(orderID.utf8.count) else {
            throw ShopError(.badRequest, "order_id has 1 to \(Self.idLengthMax) bytes")
        }
        return try store.write { transaction throws(ShopError) in
            let payment = Payment(orderID: orderID, state: .authorized, amount: amount)
            let added = try transaction.run(
                "INSERT INTO payments VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", .text(orderID),
                .text(payment.state.rawValue), .integer(amount.cents))
            guard added == 1 else { throw ShopError(.conflict, "order \(orderID) has a payment already") }
            try Self.publish("PaymentAuthorized", payment, transaction)
            return payment
        }
    }

    /// Takes the amount that was set aside.
    ///
    /// - Throws: `notFound`, `conflict`, `store`.
    public func capture(orderID: String) throws(ShopError) -> Payment {
        try change(orderID, from: [.authorized], to: .captured, "PaymentCaptured")
    }

    /// Gives the amount back.
    ///
    /// - Throws: `notFound`, `conflict`, `store`.
    public func refund(orderID: String) throws(ShopError) -> Payment {
        try change(orderID, from: [.authorized, .captured], to: .refunded, "PaymentRefunded")
    }

    /// An order's payment.
    ///
    /// - Throws: `notFound`, `store`.
    public func find(orderID: String) throws(ShopError) -> Payment {
        try store.read { transaction throws(ShopError) in try Self.payment(orderID, transaction) }
    }

    /// All payments, by order.
    public func snapshot() throws(ShopError) -> [Payment] {
        try store.read { transaction throws(ShopError) in
            try transaction.rows("\(Self.select) ORDER BY order_id").map(Self.payment)
        }
    }

    private func change(
        _ orderID: String, from allowed: [Payment.State], to state: Payment.State, _ type: String
    ) throws(ShopError) -> Payment {
        try store.write { transaction throws(ShopError) in
            var payment = try Self.payment(orderID, transaction)
            guard allowed.contains(payment.state) else {
                throw ShopError(.conflict, "the payment of \(orderID) is \(payment.state.rawValue)")
            }
            payment.state = state
            try transaction.run(
                "UPDATE payments SET state = ?2 WHERE order_id = ?1", .text(orderID), .text(state.rawValue))
            try Self.publish(type, payment, transaction)
            return payment
        }
    }

    private static func payment(_ orderID: String, _ transaction: borrowing Transaction) throws(ShopError) -> Payment {
        guard let row = try transaction.rows("\(select) WHERE order_id = ?1", .text(orderID)).first else {
            throw ShopError(.notFound, "there is no payment of order \(orderID)")
        }
        return payment(row)
    }

    private static func payment(_ row: Row) -> Payment {
        guard let state = Payment.State(rawValue: row.text(1)) else {
            preconditionFailure("a state that no service stored")
        }
        return Payment(orderID: row.text(0), state: state, amount: Money(cents: row.integer(2)))
    }

    private static func publish(
        _ type: String, _ payment: Payment, _ transaction: borrowing Transaction
    ) throws(ShopError) {
        let nowMs = Timestamp.nowMs
        let event = PaymentEvent(orderID: payment.orderID, amount: payment.amount, at: Timestamp.text(ms: nowMs))
        try transaction.publish(.payments, key: payment.orderID, type: type, event, timeMs: nowMs)
    }
}
