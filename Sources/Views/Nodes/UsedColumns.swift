// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// The columns of tables that a node depends on: a row that changes in none of them need not be looked at.
struct UsedColumns {
    private let used: [String: Set<String>]

    /// Takes all columns that the branches name.
    init(_ branches: [Branch]) {
        var used: [String: Set<String>] = [:]
        for branch in branches {
            let places = branch.occurrences
            let sources = Dictionary(places.map { ($0.item.alias, $0.item.source.name) }, uniquingKeysWith: { $1 })
            let lookups = branch.lookups + branch.absent + branch.correlated
            for expression in branch.conditions + branch.outputs + lookups.flatMap(\.terms) {
                expression.forEach { part in
                    guard case .column(let item?, let name) = part.node, let source = sources[item] else { return }
                    used[source, default: []].insert(name)
                }
            }
        }
        self.used = used
    }

    /// Takes some columns of one source.
    init(_ columns: Set<String>, of source: String) {
        used = [source: columns]
    }

    /// The term that leaves out an item's changed rows that differ only in what is not used; none where that cannot be.
    ///
    /// A writer puts what a row was right before what it becomes. Where it does not, nothing is left out.
    func changed(_ item: Item) -> [String] {
        let source = item.source
        let names = (used[source.name] ?? []).union(source.key)
        let columns = source.columns.filter { names.contains($0.stored) }
        guard !source.isNode, !source.isStream, !source.key.isEmpty, columns.count < source.columns.count,
            !columns.contains(where: \.kinds.isAmbiguous),
            !source.columns.contains(where: { $0.stored.lowercased() == "rowid" })
        else { return [] }
        let row = item.alias.quoted
        let same = columns.map { "\"_o\".\($0.stored.quoted) IS \(row).\($0.stored.quoted)" }
        let terms = ["\"_o\".rowid = \(row).rowid - \(row).\"_w\"", "\"_o\".\"_w\" = -\(row).\"_w\""] + same
        return [
            "NOT EXISTS (SELECT 1 FROM temp.\(source.delta.quoted) AS \"_o\" WHERE \(terms.joined(separator: " AND ")))"
        ]
    }
}
