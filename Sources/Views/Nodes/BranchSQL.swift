// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Writes the joins of a branch.
struct BranchSQL {
    let branch: Branch
    /// What the node uses, to leave out changes of anything else.
    var used: UsedColumns?

    /// FROM and WHERE, with how the items are found.
    struct Join {
        var text: String
        var seeks: [Command.Seek]
        /// The name of the item that comes first, which is read from end to end.
        var first: Set<String>

        /// The statement that puts these rows somewhere.
        func command(_ insert: String, _ values: [String]) -> Command {
            Command(sql: "\(insert) SELECT \(values.listed) FROM \(text)", seeks: seeks, scans: first)
        }
    }

    /// The branch's rows, in whatever order of joining SQLite likes.
    func all() -> Join {
        join(branch.inner.map(\.text), between: ", ", terms: branch.conditions, order: [], placed: [])
    }

    /// The branch's rows with the changed rows of one source in the place of an item.
    func delta(of item: Item) throws -> Join {
        let rest = branch.inner.filter { $0.alias != item.alias }
        let order = try JoinOrder.of(rest, after: [item.alias], by: branch.conditions)
        return join(
            [item.deltaText] + order.map(\.text), between: " CROSS JOIN ", terms: branch.conditions, order: order,
            placed: [item.alias], more: used?.changed(item) ?? [])
    }

    /// The branch's rows whose keys stand in a temporary table.
    func rows(of keys: String, as alias: String, by terms: [SQLExpression]) throws -> Join {
        let terms = terms + branch.conditions
        let order = try JoinOrder.of(branch.inner, after: [alias], by: terms)
        return join(
            ["temp.\(keys.quoted) AS \(alias.quoted)"] + order.map(\.text), between: " CROSS JOIN ", terms: terms,
            order: order, placed: [alias])
    }

    private func join(
        _ from: [String], between: String, terms: [SQLExpression], order: [Item], placed: Set<String>,
        more: [String] = []
    ) -> Join {
        var text = from.joined(separator: between)
        for lookup in branch.lookups {
            text += " LEFT JOIN \(lookup.item.text) ON \(Self.all(lookup.terms))"
        }
        let absent = branch.absent.map { "NOT EXISTS (SELECT 1 FROM \($0.item.text) WHERE \(Self.all($0.terms)))" }
        let conditions = more + terms.map(\.sql) + absent
        if !conditions.isEmpty { text += " WHERE " + conditions.joined(separator: " AND ") }
        let others = branch.lookups + branch.absent + branch.correlated
        return Join(
            text: text,
            seeks: seeks(order, after: placed, by: terms)
                + others.map { lookup in
                    let found = Equality.of(lookup.item.alias, in: lookup.terms, withIs: true)
                    return Command.Seek(item: lookup.item, columns: Self.unique(found.map(\.column)))
                }, first: placed)
    }

    /// Joins an item's changed rows to the items whose combinations they may touch: more are fine, fewer are not.
    func touch(_ place: (item: Item, role: Branch.Role, terms: [SQLExpression])) throws -> Join {
        var via: [Lookup] = []
        var terms = branch.plainConditions
        if place.role != .inner { terms += try connections(of: place.item, place.terms, via: &via) }
        let rest = via.map(\.item) + branch.inner.filter { $0.alias != place.item.alias }
        let order = try JoinOrder.of(rest, after: [place.item.alias], by: terms)
        let from = ([place.item.deltaText] + order.map(\.text)).joined(separator: " CROSS JOIN ")
        let all = (used?.changed(place.item) ?? []) + terms.map(\.sql)
        let conditions = all.isEmpty ? "" : " WHERE " + all.joined(separator: " AND ")
        let first: Set = [place.item.alias]
        return Join(text: from + conditions, seeks: seeks(order, after: first, by: terms), first: first)
    }

    /// The terms that connect an item to the combined ones; `via` gets the lookups that stand between.
    ///
    /// A lookup's row may be missing, and then its columns are NULL, which equals nothing: an equality with such a
    /// column itself is safe to join by, one with an expression of it (`coalesce`) is not.
    private func connections(
        of item: Item, _ terms: [SQLExpression], via: inout [Lookup]
    ) throws -> [SQLExpression] {
        let near = branch.innerNames.union([item.alias])
        let direct = terms.filter { !$0.hasSelect && $0.items.isSubset(of: near) }
        let isLinked = Equality.of(item.alias, in: direct).contains { !$0.other.items.isEmpty }
        if isLinked { return direct }
        for term in terms {
            for equality in Equality.of(item.alias, in: [term]) {
                guard case .column(let name?, _) = equality.other.node,
                    let next = branch.lookups.first(where: { $0.item.alias == name })
                else { continue }
                if !via.contains(where: { $0.item.alias == name }) { via.append(next) }
                return direct + [term] + (try connections(of: next.item, next.terms, via: &via))
            }
        }
        throw unconnected(item)
    }

    private func unconnected(_ item: Item) -> SelectFault {
        guard branch.correlated.contains(where: { $0.item.alias == item.alias }) else {
            return JoinOrder.unconnected(item)
        }
        return SelectFault(
            .uncorrelated, at: item.offset, "this SELECT depends on no column of the row: each change would touch all",
            hint: "equate a column of \(item.alias) to one of the row, or make it a view and join it")
    }

    private func seeks(_ order: [Item], after placed: Set<String>, by terms: [SQLExpression]) -> [Command.Seek] {
        var placed = placed
        return order.map { item in
            let found = Equality.of(item.alias, in: terms, withIs: true)
                .filter { $0.other.items.isSubset(of: placed) }
            placed.insert(item.alias)
            return Command.Seek(item: item, columns: Self.unique(found.map(\.column)))
        }
    }

    static func all(_ terms: [SQLExpression]) -> String {
        terms.isEmpty ? "true" : terms.map(\.sql).joined(separator: " AND ")
    }

    private static func unique(_ names: [String]) -> [String] {
        names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
