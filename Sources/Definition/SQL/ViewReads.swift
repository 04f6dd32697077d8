// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What stands behind each view of a projection: the tables whose rows it is made of, and the views between.
public struct ViewReads: Sendable {
    /// By a view's name: the places of the tables in the projection.
    public private(set) var tables: [String: Set<Int>] = [:]
    /// By a view's name: the views that it reads, itself and by others.
    public private(set) var views: [String: Set<String>] = [:]

    /// Follows the views, each of which reads tables and views before it.
    public init(tables declared: [Table], views: [View]) {
        var places: [String: Int] = [:]
        for (place, table) in declared.enumerated() {
            places[SQLName.folded(table.name)] = place
            places[SQLName.folded(SchemaSQL.historyName(of: table))] = place
        }
        for view in views {
            var (found, between): (Set<Int>, Set<String>) = ([], [])
            for name in view.select.relations {
                if let place = places[SQLName.folded(name)] { found.insert(place) }
                guard let known = self.views.keys.first(where: { SQLName.equal($0, name) }) else { continue }
                found.formUnion(tables[known] ?? [])
                between.formUnion((self.views[known] ?? []).union([known]))
            }
            tables[view.name] = found
            self.views[view.name] = between
        }
    }

    /// The views that a failure of these leaves without their rows too: themselves and all that read them.
    public func affected(by failed: Set<String>) -> Set<String> {
        failed.union(views.filter { !$0.value.isDisjoint(with: failed) }.keys)
    }
}
