// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The stock's service.
public struct Stock: Sendable {
    static let schema = [
        """
        CREATE TABLE IF NOT EXISTS stock(
          sku TEXT PRIMARY KEY, on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
          reserved INTEGER NOT NULL CHECK (reserved >= 0)) STRICT
        """
    ]
    private static let select = "SELECT sku, on_hand, reserved FROM stock"

    let store: Store

    /// Takes some of an article in, a new one too.
    ///
    /// - Throws: `badRequest`, `store`.
    public func receive(_ sku: String, quantity: Int64) throws(ShopError) -> StockItem {
        try move(sku, quantity, "StockReceived") { item in item.onHand += quantity }
    }

    /// Keeps some of an article for an order.
    ///
    /// - Throws: `badRequest`, `conflict` if there are too few, `store`.
    public func reserve(_ sku: String, quantity: Int64) throws(ShopError) -> StockItem {
        try move(sku, quantity, "StockReserved") { item in
            item.onHand -= quantity
            item.reserved += quantity
        }
    }

    /// Gives back what was kept.
    ///
    /// - Throws: `badRequest`, `conflict` if so many were not kept, `store`.
    public func release(_ sku: String, quantity: Int64) throws(ShopError) -> StockItem {
        try move(sku, quantity, "StockReleased") { item in
            item.onHand += quantity
            item.reserved -= quantity
        }
    }

    /// One article.
    ///
    /// - Throws: `notFound`, `store`.
    public func find(_ sku: String) throws(ShopError) -> StockItem {
        try store.read { transaction throws(ShopError) in
            guard let item = try Self.item(sku, transaction) else {
                throw ShopError(.notFound, "there is no article \(sku)")
            }
            return item
        }
    }

    /// All articles, by name.
    public func snapshot() throws(ShopError) -> [StockItem] {
        try store.read { transaction throws(ShopError) in
            try transaction.rows("\(Self.select) ORDER BY sku").map(Self.item)
        }
    }

    private func move(
        _ sku: String, _ quantity: Int64, _ type: String, _ body: (inout StockItem) -> Void
    ) throws(ShopError) -> StockItem {
        try StockItem.check(sku: sku)
        guard (1...StockItem.quantityMax).contains(quantity) else {
            throw ShopError(.badRequest, "quantity is 1 to \(StockItem.quantityMax)")
        }
        return try store.write { transaction throws(ShopError) in
            var item = try Self.item(sku, transaction) ?? StockItem(sku: sku, onHand: 0, reserved: 0)
            body(&item)
            guard item.onHand >= 0, item.reserved >= 0 else {
                throw ShopError(.conflict, "there are too few of \(sku)")
            }
            try transaction.run(
                "INSERT INTO stock VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET on_hand = ?2, reserved = ?3",
                .text(sku), .integer(item.onHand), .integer(item.reserved))
            let nowMs = Timestamp.nowMs
            let event = StockEvent(sku: sku, quantity: quantity, at: Timestamp.text(ms: nowMs))
            try transaction.publish(.stock, key: sku, type: type, event, timeMs: nowMs)
            return item
        }
    }

    private static func item(_ sku: String, _ transaction: borrowing Transaction) throws(ShopError) -> StockItem? {
        try transaction.rows("\(select) WHERE sku = ?1", .text(sku)).first.map(item)
    }

    private static func item(_ row: Row) -> StockItem {
        StockItem(sku: row.text(0), onHand: row.integer(1), reserved: row.integer(2))
    }
}
