// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A row of the payments' service: one an order.
public struct Payment: Hashable, Sendable, Codable {
    /// What can be said of a payment.
    public enum State: String, Hashable, Sendable, Codable {
        /// The amount is set aside.
        case authorized
        /// The amount is ours.
        case captured
        /// The amount was given back.
        case refunded
    }

    /// The order that it is for.
    public var orderID: String
    /// Where it stands.
    public var state: State
    /// How much.
    public var amount: Money

    enum CodingKeys: String, CodingKey {
        case orderID = "order_id"
        case state, amount
    }
}
