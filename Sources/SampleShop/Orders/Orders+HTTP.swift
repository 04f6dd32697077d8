// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Orders {
    /// `POST /orders`, `GET` and `DELETE /orders/{id}`, `POST /orders/{id}/items`, `/ship` and `/cancel`.
    func answer(_ call: ShopCall) throws(ShopError) -> ShopAnswer {
        switch (call.method, call.id, call.action) {
        case ("POST", nil, nil):
            let order = try call.value(NewOrder.self)
            return try .created(try place(customerID: order.customerID, items: order.items))
        case ("GET", let id?, nil):
            return try .ok(try find(id))
        case ("DELETE", let id?, nil):
            try erase(id)
            return .done
        case ("POST", let id?, "items"):
            return try .created(try addItem(id, try call.value(OrderLine.self)))
        case ("POST", let id?, "ship"):
            return try .ok(try ship(id))
        case ("POST", let id?, "cancel"):
            return try .ok(try cancel(id))
        default:
            throw call.unknown
        }
    }
}
