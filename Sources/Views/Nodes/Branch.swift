// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// One join of a node: for each combination of its items' rows one row, or none.
struct Branch: Sendable {
    /// The items whose rows are combined.
    var inner: [Item]
    /// Items joined LEFT by their whole key: at most one row each.
    var lookups: [Lookup] = []
    /// Items that must have no matching row.
    var absent: [Lookup] = []
    /// What the SELECTs within expressions read.
    var correlated: [Lookup] = []
    /// The terms that a row must meet.
    var conditions: [SQLExpression]
    /// The values of a row.
    var outputs: [SQLExpression]

    /// How an item takes part.
    enum Role: Sendable {
        case inner
        case lookup
        case absent
        case correlated
    }

    /// All places where sources stand.
    var occurrences: [(item: Item, role: Role, terms: [SQLExpression])] {
        inner.map { ($0, .inner, []) } + lookups.map { ($0.item, .lookup, $0.terms) }
            + absent.map { ($0.item, .absent, $0.terms) } + correlated.map { ($0.item, .correlated, $0.terms) }
    }

    /// The names of what it reads, each once.
    var sourceNames: [String] {
        occurrences.map(\.item.source.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The places of one source.
    func occurrences(of source: String) -> [(item: Item, role: Role, terms: [SQLExpression])] {
        occurrences.filter { $0.item.source.name == source }
    }

    /// Whether rows of the source stand once and are combined, so that the branch is a sum over its rows.
    func isLinear(in source: String) -> Bool {
        let places = occurrences(of: source)
        return places.count == 1 && places[0].role == .inner
    }

    /// The names of the combined items.
    var innerNames: Set<String> { Set(inner.map(\.alias)) }

    /// The terms that concern the combined items alone and hold no SELECT.
    var plainConditions: [SQLExpression] {
        let names = innerNames
        return conditions.filter { !$0.hasSelect && $0.items.isSubset(of: names) }
    }
}
