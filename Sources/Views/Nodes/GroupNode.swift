// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Groups or partitions that are computed again as a whole when one of their rows changes: window functions, and
/// aggregates from which nothing can be taken away.
///
/// It reads one node of plain rows, so that the rows of a group are found by an index and come in the order of their
/// key (R22).
struct GroupNode {
    var name: String
    var view: String
    /// The rows below.
    var item: Item
    /// Their columns that are grouped or partitioned by.
    var groups: [Source.Column]
    /// Their columns that put the rows of a group in one order.
    var order: [Source.Column]
    /// The result, by columns of the rows below.
    var shown: [SelectArm.Column]
    /// Whether a group is one row; else each row below is one.
    var isGrouped: Bool
    /// What the groups must meet.
    var having: SQLExpression?
    /// Whether this is the view itself.
    var isView: Bool
    /// Which rows the view shows, if not all.
    var limit: ViewLimit?
    /// What is kept of each partition, if not all its rows.
    var first: FirstRows?
    /// The arm that it keeps, and the same with every order complete (R22).
    var completions: [SelectArm: SelectArm]

    var table: String { name + "__t" }
    var keys: String { name + "__k" }
    var staged: String { name + "__n" }

    /// The groups as columns of their own, `g0` and on.
    var groupColumns: [Source.Column] { groups.enumerated().map { Self.column($0.element, "g\($0.offset)") } }

    /// The rows' own key, `k0` and on; none where a group is one row.
    var rowColumns: [Source.Column] {
        isGrouped ? [] : item.source.keyColumns.enumerated().map { Self.column($0.element, "k\($0.offset)") }
    }

    private static func column(_ column: Source.Column, _ stored: String) -> Source.Column {
        var column = column
        (column.name, column.stored, column.indexed) = (nil, stored, nil)
        return column
    }

    /// What is read of it.
    var source: Source {
        let inference = KindInference { [item] _, name in
            item.source.column(stored: name).map { ($0.kinds, $0.isNullable) } ?? (.all, true)
        }
        let values = shown.enumerated().map { index, column in
            var (type, isComputed) = ("ANY", true)
            if case .column(_, let name) = column.expression.node {
                type = item.source.column(stored: name)?.type ?? type
                isComputed = item.source.column(stored: name)?.isComputed ?? true
            }
            return Source.Column(
                name: column.name, stored: "c\(index)", kinds: inference.kinds(column.expression), type: type,
                isNullable: inference.isNullable(column.expression), isComputed: isComputed)
        }
        return Source(
            name: name, stored: table, columns: groupColumns + rowColumns + values,
            key: (isGrouped ? groupColumns : rowColumns).map(\.stored), shown: values.map(\.stored),
            isLimited: limit != nil, startsFilled: item.source.startsFilled, isNode: true)
    }
}
