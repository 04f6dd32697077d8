// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// The order in which items are joined, so that each is found by an equality with those before it.
enum JoinOrder {
    /// Orders `items` behind those that are placed already.
    static func of(
        _ items: [Item], after placed: Set<String>, by terms: [SQLExpression]
    ) throws -> [Item] {
        var placed = placed
        var rest = items
        var result: [Item] = []
        while !rest.isEmpty {
            let best = rest.indices.min { rank(rest[$0], placed, terms) < rank(rest[$1], placed, terms) } ?? 0
            let item = rest.remove(at: best)
            if !placed.isEmpty, rank(item, placed, terms) == .unconnected { throw unconnected(item) }
            placed.insert(item.alias)
            result.append(item)
        }
        return result
    }

    static func unconnected(_ item: Item) -> SelectFault {
        SelectFault(
            .notEquality, at: item.offset,
            "no equality joins \(item.alias) to the rest: each row of it would touch all",
            hint: "join it ON a column of it = a column of another")
    }

    private enum Rank: Int, Comparable {
        case byKey
        case byEquality
        case unconnected

        static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }
    }

    private static func rank(_ item: Item, _ placed: Set<String>, _ terms: [SQLExpression]) -> Rank {
        let usable = Equality.of(item.alias, in: terms, withIs: true).filter {
            !$0.other.items.isEmpty && $0.other.items.isSubset(of: placed)
        }
        if usable.isEmpty { return .unconnected }
        let columns = Set(usable.map(\.column))
        return !item.source.key.isEmpty && Set(item.source.key).isSubset(of: columns) ? .byKey : .byEquality
    }
}
