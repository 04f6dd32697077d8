// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A request to place an order.
struct NewOrder: Decodable, Sendable {
    /// Lines of one order, those added later too: with it, and the limits of a line, no total overflows.
    static let linesMax = 100

    var customerID: Int64
    var items: [OrderLine]

    enum CodingKeys: String, CodingKey {
        case customerID = "customer_id"
        case items
    }
}
