// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension Lowering {
    /// Makes the nodes of an arm with window functions, or with aggregates that are computed again as a whole.
    ///
    /// - Parameter first: How many rows of each partition are asked for, where all windows number rows.
    func groupNode(
        _ arm: SelectArm, as name: String?, over known: [String: Source], first: Int? = nil
    ) throws -> Source {
        var open = try open(arm, over: known)
        let isGrouped = !WholeGroups.hasWindow(arm)
        if !isGrouped, !arm.group.isEmpty || arm.having != nil {
            throw SelectFault(
                .notSupportedYet, at: arm.group.first?.offset ?? 0, "windows over a GROUP BY in one SELECT",
                hint: "make the GROUP BY a view of its own")
        }
        let results = try arm.columns.map { column in
            try resolved(column.expression, &open).rewritten { $0.exactlyAveraged }
        }
        let having = try arm.having.map { try resolved($0, &open).rewritten { $0.exactlyAveraged } }
        let groups = isGrouped ? try arm.group.map { try resolved($0, &open) } : try WholeGroups.partition(of: results)
        try check(results + [having].compactMap(\.self), groups, open, isGrouped)
        var used: [SQLExpression] = groups
        for expression in results + [having].compactMap(\.self) {
            expression.forEach { part in
                if case .column = part.node, !used.contains(part) { used.append(part) }
            }
        }
        let keys = try self.keys(open)
        for key in keys where !used.contains(key.own) { used.append(key.own) }
        let shownCount = used.count
        let terms = first == nil ? nil : RowBound.numbering(results)?.order
        for term in terms ?? [] where !used.contains(term.expression) { used.append(term.expression) }
        let (item, names) = try rows(used, open)
        let below = item.source
        let stored = { (expression: SQLExpression) -> SQLExpression in
            expression.rewritten { part in
                used.prefix(shownCount).firstIndex(of: part).map { .column(item.alias, names[$0]) }
            }
        }
        let column = { (expression: SQLExpression) in
            used.firstIndex(of: expression).flatMap { below.column(stored: names[$0]) }
        }
        let own = keys.map { stored($0.own) }
        let shownKeys = keys.map(\.shown)
        let shown = zip(arm.columns, results).map { column, result in
            SelectArm.Column(WholeGroups.completed(stored(result), by: own), name: column.name)
        }
        let node = GroupNode(
            name: name ?? view.name, view: view.name, item: item,
            groups: groups.compactMap(column), order: keys.map(\.own).compactMap(column), shown: shown,
            isGrouped: isGrouped, having: having.map(stored), isView: name == nil, limit: name == nil ? limit : nil,
            // Within a partition its own terms are all the same.
            first: Self.first(
                first, terms?.filter { !groups.contains($0.expression) },
                keys.map(\.own).filter { !groups.contains($0) }, column),
            completions: [arm: isGrouped ? Self.ordered(arm, by: shownKeys) : Self.windows(arm, by: shownKeys)])
        return try add(node.program())
    }

    /// What holds the rows that are grouped, and the names of the columns that are used of them.
    private func rows(_ used: [SQLExpression], _ open: OpenArm) throws -> (item: Item, names: [String]) {
        if let item = open.wholeTable {
            let names = used.compactMap { if case .column(_, let name) = $0.node { name } else { nil } }
            if names.count == used.count { return (item, names) }
        }
        let branches = try LeftSplit(open).branches(used, splits: &splitCount)
        let below = try rowNode(branches, used.indices.map { "u\($0)" }, as: nameOfHidden())
        return (Item(alias: unique(below.name), source: below, offset: 0), below.shown)
    }

    private func check(
        _ results: [SQLExpression], _ groups: [SQLExpression], _ open: OpenArm, _ isGrouped: Bool
    ) throws {
        if let part = results.first(where: \.hasSelect) {
            throw SelectFault(
                .notSupportedYet, at: part.offset, "a SELECT within the result of a GROUP BY or a window",
                hint: "join what it reads")
        }
        guard isGrouped else { return }
        guard !groups.isEmpty else {
            throw SelectFault(
                .notSupportedYet, at: results[0].offset, "a list of all rows: each change would make it anew",
                hint: "GROUP BY a column")
        }
        // What a key in GROUP BY determines is the same in all rows of a group.
        var aggregates = Aggregates(groups: groups, open: open, allowsOrdered: true)
        for result in results { _ = try aggregates.shown(result) }
    }

    /// The keys of all that an arm joins, which put its rows in one order: as they are here, and by the names of its
    /// SELECT, for when it is run anew.
    private func keys(_ open: OpenArm) throws -> [(own: SQLExpression, shown: SQLExpression)] {
        let names = Dictionary(open.scope.items.map { ($0.value.alias, $0.key) }, uniquingKeysWith: { one, _ in one })
        return try (open.inner + open.lefts.map(\.item)).flatMap { item in
            let columns = item.source.keyColumns
            return try columns.map { column in
                let name = column.name ?? (item.source.isNode ? nil : column.stored)
                guard let own = names[item.alias], let name else {
                    throw SelectFault(
                        .noKey, at: item.offset, "\(item.source.name) does not show its key, which orders equal rows",
                        hint: "add the keys of what it joins to its result")
                }
                return (SQLExpression.column(item.alias, column.stored), SQLExpression.column(own, name))
            }
        }
    }

    /// The rows to keep of each partition; nil if all are kept.
    private static func first(
        _ count: Int?, _ order: [OrderTerm]?, _ key: [SQLExpression], _ column: (SQLExpression) -> Source.Column?
    ) -> FirstRows? {
        guard let count, let order else { return nil }
        let rest = key.filter { term in !order.contains { $0.expression == term } }.map { OrderTerm($0) }
        let found = (order + rest).compactMap { term in
            column(term.expression).map { ($0, term.isDescending ? " DESC" : "") }
        }
        return found.count == order.count + rest.count ? FirstRows(count: count, order: found) : nil
    }

    private static func windows(_ arm: SelectArm, by key: [SQLExpression]) -> SelectArm {
        var arm = arm
        arm.columns = arm.columns.map { .init(WholeGroups.completed($0.expression, by: key), name: $0.name) }
        return arm
    }

    /// The arm over its own rows, ordered by group and key.
    private static func ordered(_ arm: SelectArm, by key: [SQLExpression]) -> SelectArm {
        var used = arm.group
        for expression in arm.columns.map(\.expression) + [arm.having].compactMap(\.self) {
            expression.forEach { if case .column = $0.node, !used.contains($0) { used.append($0) } }
        }
        var inner = arm
        (inner.group, inner.having, inner.isDistinct) = ([], nil, false)
        inner.columns = used.enumerated().map { .init($0.element, name: "u\($0.offset)") }
        let rows = Select(arms: [inner], order: (arm.group + key).map { OrderTerm($0) })
        let outer = arm.rewritten { part in used.firstIndex(of: part).map { .column("_rows", "u\($0)") } }
        return SelectArm(
            isDistinct: arm.isDistinct, columns: outer.columns, from: [FromItem(.select(rows), name: "_rows")],
            group: outer.group, having: outer.having)
    }
}
