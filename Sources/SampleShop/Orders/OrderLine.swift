// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Something that was ordered.
public struct OrderLine: Hashable, Sendable, Codable {
    static let quantityMax: Int64 = 10_000

    /// What.
    public var sku: String
    /// How many.
    public var quantity: Int64
    /// The price of one.
    public var price: Money

    /// Makes a line.
    public init(sku: String, quantity: Int64, price: Money) {
        self.sku = sku
        self.quantity = quantity
        self.price = price
    }

    /// Quantity times price.
    public var amount: Money { Money(cents: quantity * price.cents) }

    func check() throws(ShopError) {
        try StockItem.check(sku: sku)
        guard (1...Self.quantityMax).contains(quantity) else {
            throw ShopError(.badRequest, "quantity is 1 to \(Self.quantityMax)")
        }
        guard (0...Money.centsMax).contains(price.cents) else { throw ShopError(.badRequest, "the price is too high") }
    }
}
