// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// A column of an item equated to something that does not depend on the item.
struct Equality {
    /// The column's stored name.
    var column: String
    /// What it is equated to.
    var other: SQLExpression

    /// The equalities of an item in some terms.
    ///
    /// - Parameter withIs: Whether IS counts too, which is an equality for an index and for an order of joining, but
    ///   finds several rows where a key is NULL.
    static func of(_ item: String, in terms: [SQLExpression], withIs: Bool = false) -> [Equality] {
        terms.flatMap { term -> [Equality] in
            guard case .infix(let symbol, let left, let right) = term.node,
                symbol == "=" || symbol == "==" || withIs && symbol == "IS"
            else { return [] }
            return [(left, right), (right, left)].compactMap { one, other in
                guard case .column(item, let name) = one.node, !other.items.contains(item), !other.hasSelect else {
                    return nil
                }
                return Equality(column: name, other: other)
            }
        }
    }

    /// Whether the terms equate the item's whole key to what depends on `others` alone, if given.
    static func cover(_ item: Item, in terms: [SQLExpression], from others: Set<String>? = nil) -> Bool {
        let found = of(item.alias, in: terms).filter { equality in
            others.map { equality.other.items.isSubset(of: $0) } ?? true
        }
        return !item.source.key.isEmpty && Set(item.source.key).isSubset(of: found.map(\.column))
    }
}
