// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The FROM items that an expression may name: those of its own SELECT, then those of the SELECTs around it.
struct Scope {
    var items: [String: Item]
    var around: [[String: Item]] = []

    func inner(_ items: [String: Item]) -> Scope { Scope(items: items, around: [self.items] + around) }

    func item(_ name: String) -> Item? {
        items[name] ?? around.lazy.compactMap { $0[name] }.first
    }
}
