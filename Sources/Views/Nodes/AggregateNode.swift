// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// A GROUP BY, DISTINCT or UNION: one stored row a group, to which changed rows are added with their sign.
///
/// `_n` counts the rows of a group; at 0 it goes. A global aggregate is one group, of the constant 0, which stays.
struct AggregateNode {
    var name: String
    var view: String
    /// What is grouped; the outputs of each are the group's terms, then the arguments.
    var branches: [Branch]
    /// The group's columns, `g0` and on.
    var groups: [Source.Column]
    /// What is kept of each group beside its number of rows.
    var arguments: [AggregateArgument]
    /// The result, by columns of the stored rows.
    var shown: [SelectArm.Column]
    /// What the groups shown must meet.
    var having: [SQLExpression]
    /// Whether there is one group, always.
    var isGlobal: Bool
    /// Whether this is the view itself.
    var isView: Bool
    /// Which rows the view shows, if not all.
    var limit: ViewLimit?

    var state: String { name + "__s" }
    var input: String { name + "__v" }
    var staged: String { name + "__n" }
    func values(_ index: Int) -> String { name + "__m\(index)" }
    func changes(_ index: Int) -> String { name + "__w\(index)" }
    func touched(_ branch: Int) -> String { name + "__p\(branch)" }
    var key: KeyTable { KeyTable(columns: groups) }

    /// The columns of the state behind the key and `_n`.
    var kept: [KeptColumn] {
        arguments.enumerated().flatMap { index, argument -> [KeptColumn] in
            let value = "\"v\".\"a\(index)\""
            var kept: [KeptColumn] = []
            if argument.keepsCount {
                kept.append(KeptColumn("_c\(index)", "ANY", "sum(iif(\(value) IS NULL, 0, \"v\".\"_w\"))"))
            }
            if argument.keepsSum {
                kept.append(KeptColumn("_s\(index)", "INTEGER", "ifnull(sum(\"v\".\"_w\" * \(value)), 0)"))
            }
            if argument.keepsDistinctCount {
                kept.append(KeptColumn("_dc\(index)", "ANY", "ifnull(sum(\"v\".\"d\(index)\"), 0)"))
            }
            if argument.keepsDistinctSum {
                kept.append(KeptColumn("_ds\(index)", "INTEGER", "ifnull(sum(\"v\".\"e\(index)\"), 0)"))
            }
            for (keeps, name, order) in [
                (argument.keepsLeast, "_mn", "ASC"), (argument.keepsGreatest, "_mx", "DESC"),
            ] where keeps {
                kept.append(KeptColumn(extreme: "\(name)\(index)", argument.kinds, extreme(index, order)))
            }
            return kept
        }
    }

    /// The one table that is grouped, whole and by columns of its own; nil if it is more than that.
    var wholeTable: Item? {
        guard branches.count == 1, branches[0].occurrences.count == 1, branches[0].conditions.isEmpty else {
            return nil
        }
        let item = branches[0].inner[0]
        let isPlain = isGlobal || groups.indices.allSatisfy { column($0) != nil }
        return item.source.isNode || item.source.isStream || !isPlain ? nil : item
    }

    /// The name of the one table's column that an output is.
    func column(_ output: Int) -> String? {
        if case .column(_, let name) = branches[0].outputs[output].node { name } else { nil }
    }

    /// The terms of the one table that are grouped by, then the argument.
    func indexed(_ argument: Int) -> [String] {
        (isGlobal ? [] : groups.indices.compactMap(column)) + [column(groups.count + argument)].compactMap(\.self)
    }

    private func extreme(_ index: Int, _ order: String) -> String {
        if arguments[index].isIndexed, let table = wholeTable {
            let names = indexed(index).map { "\"_b\".\($0.quoted)" }
            let value = names[names.count - 1]
            let equal = zip(names.dropLast(), groups).map { "\($0) IS \"v\".\($1.stored.quoted) AND " }.joined()
            return "(SELECT \(value) FROM \(table.source.stored.quoted) AS \"_b\" WHERE \(equal)\(value) IS NOT NULL "
                + "ORDER BY \(value) \(order) LIMIT 1)"
        }
        let terms = (key.names + ["\"val\""]).map { "\"m\".\($0) \(order)" }.listed
        return "(SELECT \"m\".\"val\" FROM \(values(index).quoted) AS \"m\" WHERE \(key.equal("m", "v")) "
            + "ORDER BY \(terms) LIMIT 1)"
    }

    /// Whether it reads what has rows though all tables are empty.
    var readsFilled: Bool { branches.flatMap(\.occurrences).contains(where: \.item.source.startsFilled) }

    /// What is read of it: the group's columns, then those shown that are none of them.
    var source: Source {
        var columns = groups
        var order: [String] = []
        for (index, column) in shown.enumerated() {
            if case .column(nil, let name) = column.expression.node,
                let place = columns.firstIndex(where: { $0.stored == name && $0.name == nil })
            {
                columns[place].name = column.name
                order.append(name)
                continue
            }
            order.append("c\(index)")
            let kinds = inference.kinds(column.expression)
            let type = column.expression.isArithmetic ? "ANY" : kinds.declared
            let text = column.expression.sql
            columns.append(
                Source.Column(
                    name: column.name, stored: "c\(index)", kinds: kinds, type: type,
                    isNullable: inference.isNullable(column.expression), isComputed: true,
                    indexed: type == "ANY" ? text : "CAST(\(text) AS \(type))"))
        }
        return Source(
            name: name, stored: name + "__r", state: state, columns: columns, key: groups.map(\.stored), shown: order,
            isLimited: limit != nil, startsFilled: isGlobal || readsFilled, isNode: true)
    }

    /// The columns of the stored rows.
    private var storedColumns: [Source.Column] {
        let number = Source.Column(stored: "_n", kinds: .integer, type: "ANY", isNullable: false, isComputed: true)
        return groups + [number]
            + kept.map { column in
                Source.Column(
                    stored: column.name, kinds: column.kinds, type: column.type, isNullable: !column.isAdded,
                    isComputed: true)
            }
    }

    private var inference: KindInference {
        let known = Dictionary(storedColumns.map { ($0.stored, $0) }, uniquingKeysWith: { one, _ in one })
        return KindInference { _, name in known[name].map { ($0.kinds, $0.isNullable) } ?? (.all, true) }
    }

    /// Refuses what would come out otherwise of stored columns.
    func check() throws {
        let columns = storedColumns
        let check = AffinityCheck(column: { _, name in columns.first { $0.stored == name } }, inference: inference)
        try check.check(shown.map(\.expression) + having)
    }
}
