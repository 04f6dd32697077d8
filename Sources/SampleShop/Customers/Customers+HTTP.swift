// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Customers {
    /// `POST /customers`, `GET`, `PUT` and `DELETE /customers/{id}`.
    func answer(_ call: ShopCall) throws(ShopError) -> ShopAnswer {
        switch (call.method, call.id, call.action) {
        case ("POST", nil, nil):
            let details = try call.value(CustomerDetails.self)
            let customer = try add(
                name: details.name, city: details.city, credit: details.credit ?? Money(cents: 0))
            return try .created(customer)
        case ("GET", let id?, nil):
            return try .ok(try find(id: try Self.number(id)))
        case ("PUT", let id?, nil):
            let details = try call.value(CustomerDetails.self)
            let customer = Customer(
                id: try Self.number(id), name: details.name, city: details.city,
                credit: details.credit ?? Money(cents: 0))
            try replace(customer)
            return try .ok(customer)
        case ("DELETE", let id?, nil):
            try remove(id: try Self.number(id))
            return .done
        default:
            throw call.unknown
        }
    }

    private static func number(_ text: String) throws(ShopError) -> Int64 {
        guard let id = Int64(text) else { throw ShopError(.badRequest, "a customer's id is a number") }
        return id
    }
}
