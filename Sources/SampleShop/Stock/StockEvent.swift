// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the stock's service tells.
struct StockEvent: Encodable {
    var sku: String
    var quantity: Int64
    var at: String
}
