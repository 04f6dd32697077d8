// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Payments {
    /// `POST /payments`, `GET /payments/{order}`, `POST /payments/{order}/capture` and `/refund`.
    func answer(_ call: ShopCall) throws(ShopError) -> ShopAnswer {
        switch (call.method, call.id, call.action) {
        case ("POST", nil, nil):
            let payment = try call.value(NewPayment.self)
            return try .created(try authorize(orderID: payment.orderID, amount: payment.amount))
        case ("GET", let id?, nil):
            return try .ok(try find(orderID: id))
        case ("POST", let id?, "capture"):
            return try .ok(try capture(orderID: id))
        case ("POST", let id?, "refund"):
            return try .ok(try refund(orderID: id))
        default:
            throw call.unknown
        }
    }
}
