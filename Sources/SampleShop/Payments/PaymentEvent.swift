// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the payments' service tells.
struct PaymentEvent: Encodable {
    var orderID: String
    var amount: Money
    var at: String

    enum CodingKeys: String, CodingKey {
        case orderID = "order_id"
        case amount, at
    }
}
