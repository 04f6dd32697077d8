// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// A join without aggregates: one stored row for each row of its branches, found again by the keys of the branch's
/// items.
struct RowNode {
    var name: String
    var view: String
    var branches: [Branch]
    /// The names of the result's columns.
    var names: [String]
    /// Whether this is the view itself.
    var isView: Bool
    /// Which rows the view shows, if not all.
    var limit: ViewLimit?

    var table: String { name + "__t" }
    var keys: String { name + "__k" }
    var staged: String { name + "__n" }

    /// The number of the branch, if there are several, then the branch's key; shorter keys end with 0.
    var keyColumns: [Source.Column] {
        let all = branches.map(\.keyColumns)
        let count = all.map(\.count).max() ?? 0
        let parts = (0..<count).map { index in
            let columns = all.compactMap { $0.count > index ? $0[index] : nil }
            let isSame = columns.count == all.count && Set(columns.map(\.type)).count == 1
            return Source.Column(
                stored: "k\(index)", kinds: columns.reduce([]) { $0.union($1.kinds) },
                type: isSame ? columns[0].type : "ANY", isNullable: columns.contains(where: \.isNullable))
        }
        let number = Source.Column(stored: "_b", kinds: .integer, type: "INTEGER", isNullable: false)
        return (branches.count > 1 ? [number] : []) + parts
    }

    var key: KeyTable { KeyTable(columns: keyColumns) }

    /// The place of the key's column that a column of the result is, if it is one.
    func keyPlace(of output: Int) -> Int? {
        branches.count == 1 ? branches[0].keyExpressions.firstIndex(of: branches[0].outputs[output]) : nil
    }

    /// Whether it reads what has rows though all tables are empty.
    var readsFilled: Bool { branches.flatMap(\.occurrences).contains(where: \.item.source.startsFilled) }

    /// What is read of it.
    var source: Source {
        var columns = keyColumns
        var order: [String] = []
        for (index, name) in names.enumerated() {
            if let place = keyPlace(of: index), columns[place].name == nil {
                columns[place].name = name
                order.append(columns[place].stored)
            } else {
                columns.append(column(index, name))
                order.append("c\(index)")
            }
        }
        return Source(
            name: name, stored: table, columns: columns, key: keyColumns.map(\.stored), shown: order,
            isLimited: limit != nil, startsFilled: readsFilled, isNode: true)
    }

    private func column(_ index: Int, _ name: String) -> Source.Column {
        let found = branches.map { $0.column(of: index) }
        let types = Set(found.compactMap(\.self).map(\.type))
        return Source.Column(
            name: name, stored: "c\(index)", kinds: found.reduce([]) { $0.union($1?.kinds ?? []) },
            type: types.count == 1 ? types.first ?? "ANY" : "ANY",
            isNullable: found.contains { $0?.isNullable ?? true },
            isComputed: types.count != 1 || found.contains { $0?.isComputed ?? false })
    }
}
