// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Stock {
    /// `GET /stock`, `GET /stock/{sku}`, `POST /stock/{sku}/receive`, `/reserve` and `/release`.
    func answer(_ call: ShopCall) throws(ShopError) -> ShopAnswer {
        switch (call.method, call.id, call.action) {
        case ("GET", nil, nil):
            return try .ok(try snapshot())
        case ("GET", let sku?, nil):
            return try .ok(try find(sku))
        case ("POST", let sku?, "receive"):
            return try .ok(try receive(sku, quantity: try call.value(StockMove.self).quantity))
        case ("POST", let sku?, "reserve"):
            return try .ok(try reserve(sku, quantity: try call.value(StockMove.self).quantity))
        case ("POST", let sku?, "release"):
            return try .ok(try release(sku, quantity: try call.value(StockMove.self).quantity))
        default:
            throw call.unknown
        }
    }
}
