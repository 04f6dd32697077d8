// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A row of the orders' service.
public struct Order: Hashable, Sendable, Codable {
    /// What can be said of an order.
    public enum Status: String, Hashable, Sendable, Codable {
        /// Taken, and may still change.
        case placed
        /// On its way.
        case shipped
        /// Called off.
        case cancelled
    }

    /// `O-` and a number.
    public var orderID: String
    /// Who ordered.
    public var customerID: Int64
    /// Where it stands.
    public var status: Status
    /// The sum of its lines.
    public var total: Money
    /// When it was placed: RFC 3339 in UTC.
    public var placedAt: String
    /// When it was shipped; nil if it was not.
    public var shippedAt: String?

    enum CodingKeys: String, CodingKey {
        case orderID = "order_id"
        case customerID = "customer_id"
        case status, total
        case placedAt = "placed_at"
        case shippedAt = "shipped_at"
    }

    /// The day on which it was placed.
    var day: String { String(placedAt.prefix(10)) }
}
