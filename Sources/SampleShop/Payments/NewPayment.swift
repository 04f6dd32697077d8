// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A request to set an amount aside.
struct NewPayment: Decodable, Sendable {
    var orderID: String
    var amount: Money

    enum CodingKeys: String, CodingKey {
        case orderID = "order_id"
        case amount
    }
}
