// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a request tells of a customer.
struct CustomerDetails: Decodable, Sendable {
    static let lengthMax = 200

    var name: String
    var city: String
    var credit: Money?

    func check() throws(ShopError) {
        for (field, value) in [("name", name), ("city", city)] {
            guard (1...Self.lengthMax).contains(value.utf8.count) else {
                throw ShopError(.badRequest, "\(field) has 1 to \(Self.lengthMax) bytes")
            }
        }
    }
}
