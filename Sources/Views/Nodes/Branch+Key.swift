// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension Branch {
    /// The items whose keys together name a row: one whose key is equated to columns of the others adds nothing.
    var keyItems: [Item] {
        var items = inner
        var isShorter = true
        while isShorter, items.count > 1 {
            isShorter = false
            for index in items.indices {
                let others = Set(items.indices.filter { $0 != index }.map { items[$0].alias })
                guard Equality.cover(items[index], in: conditions, from: others) else { continue }
                items.remove(at: index)
                isShorter = true
                break
            }
        }
        return items
    }

    private var keyParts: [(item: Item, column: Source.Column)] {
        keyItems.flatMap { item in item.source.keyColumns.map { (item, $0) } }
    }

    /// The columns of a table of the branch's keys, `k0` and on.
    var keyColumns: [Source.Column] {
        keyParts.enumerated().map { index, part in
            var column = part.column
            column.name = nil
            column.stored = "k\(index)"
            return column
        }
    }

    /// The values of the key, of the branch's items.
    var keyExpressions: [SQLExpression] { keyParts.map { .column($0.item.alias, $0.column.stored) } }

    /// The same as SQL.
    var keyValues: [String] { keyExpressions.map(\.sql) }

    /// The terms that find the items by a table of keys.
    func keyTerms(in table: String) -> [SQLExpression] {
        zip(keyExpressions, keyParts).enumerated().map { index, part in
            .infix(part.1.column.isNullable ? "IS" : "=", part.0, .column(table, "k\(index)"))
        }
    }

    /// Refuses a branch with an item whose rows nothing names.
    func requireKeys() throws {
        guard let item = inner.first(where: \.source.key.isEmpty) else { return }
        throw SelectFault(
            .noKey, at: item.offset, "\(item.source.name) has no key by which its rows could be found again",
            hint: "aggregate it alone in one view, and join that view")
    }
}
