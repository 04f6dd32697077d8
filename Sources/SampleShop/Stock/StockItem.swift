// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A row of the stock's service.
public struct StockItem: Hashable, Sendable, Codable {
    static let skuLengthMax = 64
    static let quantityMax: Int64 = 1_000_000

    /// The article's name among the services.
    public var sku: String
    /// How many can still be sold.
    public var onHand: Int64
    /// How many are kept for orders.
    public var reserved: Int64

    enum CodingKeys: String, CodingKey {
        case sku
        case onHand = "on_hand"
        case reserved
    }

    static func check(sku: String) throws(ShopError) {
        guard (1...skuLengthMax).contains(sku.utf8.count) else {
            throw ShopError(.badRequest, "sku has 1 to \(skuLengthMax) bytes")
        }
    }
}
