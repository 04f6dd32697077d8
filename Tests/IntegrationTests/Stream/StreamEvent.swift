// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What happens in the stream.
enum StreamEvent: Hashable, Sendable {
    case customer(id: Int, name: String, city: String?, credit: Cents)
    case customerRemoved(id: Int)
    case placed(order: String, customer: Int, total: Cents)
    case itemAdded(order: String, price: Cents, weight: Int)
    case cancelled(order: String)
    case erased(order: String)
    /// No handler wants it.
    case noted(order: String)
    /// Without a session the record has no key.
    case viewed(page: String, session: Int?, seconds: Int, spent: Cents)
    case undone(page: String, session: Int?, seconds: Int, spent: Cents)

    /// Whether the projection has a handler for it.
    var isHandled: Bool {
        if case .noted = self { return false }
        return true
    }
}

/// An amount in hundredths.
struct Cents: Hashable, Sendable, CustomStringConvertible {
    var count: Int

    init(_ count: Int) { self.count = count }

    /// With its two digits, as decimals are written.
    var description: String {
        let magnitude = count.magnitude
        let cents = magnitude % 100
        return "\(count < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}
