// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Turns one view's SELECT into nodes.
final class Lowering {
    let view: View
    /// What may be read by name.
    private let sources: [String: Source]
    /// The nodes made so far, each after those that it reads.
    private(set) var nodes: [Node] = []
    private var hiddenCount = 0
    private var aliases: Set<String> = []
    var splitCount = 0
    var limit: ViewLimit?
    /// Whether facts may be grouped before they are joined.
    private let groupsFirst: Bool
    /// Whether some were.
    private(set) var hasGroupedFirst = false

    /// How many LEFT JOINs of several rows a view may have: each doubles the branches.
    static let splitsMax = 3

    init(_ view: View, over sources: [String: Source], groupsFirst: Bool) {
        self.view = view
        self.groupsFirst = groupsFirst
        self.sources = sources
    }

    /// Makes the nodes of the whole view.
    ///
    /// - Returns: What later views read of it.
    func lower() throws -> Source {
        try lower(view.select, as: nil, over: sources)
    }

    func nameOfHidden() -> String {
        hiddenCount += 1
        return "\(view.name)__h\(hiddenCount)"
    }

    /// Makes the nodes of a SELECT; without a name they are the view's own.
    ///
    /// - Parameter first: How many rows of each partition are asked for, where all windows number rows.
    private func lower(
        _ select: Select, as name: String?, over known: [String: Source], first: Int? = nil
    ) throws -> Source {
        let select = select.withInlined
        var known = known
        for common in select.common {
            let source = try lower(common.select, as: nameOfHidden(), over: known)
            known[common.name] = common.columns.isEmpty ? source : source.renamed(common.columns)
        }
        if let number = select.limit ?? select.skip {
            guard name == nil else {
                throw SelectFault(
                    .unsupportedClause, at: number.offset, "LIMIT below the view itself",
                    hint: "limit the view itself, or the query that reads it")
            }
            limit = try ViewLimit(select)
        }
        guard let last = select.keepsRepeats.lastIndex(of: false) else {
            return try lower(select.arms, as: name, over: known, first: first)
        }
        let count = last + 2
        let distinct = Array(select.arms.prefix(count))
        if count == select.arms.count { return try distinctNode(distinct, as: name, over: known) }
        let source = try distinctNode(distinct, as: nameOfHidden(), over: known)
        let names = distinct[0].columns.map(\.name)
        let rest = try select.arms.dropFirst(count).flatMap { try branches(ofArm: $0, over: known) }
        return try rowNode([read(source)] + rest, names, as: name)
    }

    /// Makes the node of arms between which UNION ALL stands.
    private func lower(
        _ arms: [SelectArm], as name: String?, over known: [String: Source], first: Int? = nil
    ) throws -> Source {
        let names = arms[0].columns.map(\.name)
        if arms.count == 1, isWhole(arms[0]) {
            var arm = arms[0]
            guard arm.isDistinct else { return try groupNode(arm, as: name, over: known, first: first) }
            arm.isDistinct = false
            return try distinctNode([read(try groupNode(arm, as: nameOfHidden(), over: known))], names, as: name)
        }
        if arms.count == 1, isAggregated(arms[0]) {
            var arm = arms[0]
            guard arm.isDistinct else {
                if let joined = pregrouped(arm, over: known) { return try lower([joined], as: name, over: known) }
                return try aggregateNode(arm, as: name, over: known)
            }
            arm.isDistinct = false
            let source = try lower([arm], as: nameOfHidden(), over: known)
            return try distinctNode([read(source)], names, as: name)
        }
        if arms.count == 1, arms[0].isDistinct { return try distinctNode(arms, as: name, over: known) }
        return try rowNode(try arms.flatMap { try branches(ofArm: $0, over: known) }, names, as: name)
    }

    /// The arm with its facts grouped before they are joined, where that can be.
    private func pregrouped(_ arm: SelectArm, over known: [String: Source]) -> SelectArm? {
        guard groupsFirst, !arm.from.contains(where: { relation($0, known)?.isStream ?? false }) else { return nil }
        let joined = Pregrouping.of(arm) { item in
            let key = relation(item, known)?.keyColumns.map(\.name) ?? []
            return key.contains(nil) ? nil : key.compactMap(\.self)
        }
        if joined != nil { hasGroupedFirst = true }
        return joined
    }

    /// What an item reads by name.
    private func relation(_ item: FromItem, _ known: [String: Source]) -> Source? {
        guard case .relation(let name) = item.source else { return nil }
        let folded = name.lowercased()
        return known[name] ?? known.first(where: { $0.key.lowercased() == folded })?.value
    }

    private func isAggregated(_ arm: SelectArm) -> Bool {
        !arm.group.isEmpty || arm.having != nil
            || arm.columns.contains { $0.expression.containsHere(Aggregates.isAggregate) }
    }

    private func isWhole(_ arm: SelectArm) -> Bool { WholeGroups.hasWindow(arm) || WholeGroups.isOrdered(arm) }

    /// The branches of an arm's rows; an arm that is no plain join becomes a node that they read.
    private func branches(ofArm arm: SelectArm, over known: [String: Source]) throws -> [Branch] {
        if isAggregated(arm) || arm.isDistinct || isWhole(arm) {
            return [read(try lower([arm], as: nameOfHidden(), over: known))]
        }
        var open = try open(arm, over: known)
        let outputs = try arm.columns.map { try resolved($0.expression, &open) }
        return try LeftSplit(open).branches(outputs, splits: &splitCount)
    }

    /// All rows of a node.
    private func read(_ source: Source) -> Branch {
        let item = Item(alias: unique(source.name), source: source, offset: 0)
        return Branch(inner: [item], conditions: [], outputs: source.shown.map { .column(item.alias, $0) })
    }

    func add(_ node: Node) throws -> Source {
        nodes.append(node)
        return node.source
    }

    // MARK: Nodes

    func rowNode(_ branches: [Branch], _ names: [String], as name: String?) throws -> Source {
        for branch in branches { try branch.check(aggregates: false) }
        let node = RowNode(
            name: name ?? view.name, view: view.name, branches: branches, names: names, isView: name == nil,
            limit: name == nil ? limit : nil)
        return try add(try node.program())
    }

    private func distinctNode(_ arms: [SelectArm], as name: String?, over known: [String: Source]) throws -> Source {
        let names = arms[0].columns.map(\.name)
        let plain = arms.map { arm in
            var arm = arm
            if !isAggregated(arm), !isWhole(arm) { arm.isDistinct = false }
            return arm
        }
        return try distinctNode(try plain.flatMap { try branches(ofArm: $0, over: known) }, names, as: name)
    }

    private func distinctNode(_ branches: [Branch], _ names: [String], as name: String?) throws -> Source {
        let shown = names.enumerated().map { SelectArm.Column(.column(nil, "g\($0.offset)"), name: $0.element) }
        return try aggregateNode(branches, groups: names.count, [], shown: shown, having: [], as: name)
    }

    private func aggregateNode(_ arm: SelectArm, as name: String?, over known: [String: Source]) throws -> Source {
        var open = try open(arm, over: known)
        let resolvedGroups = try arm.group.map { try resolved($0, &open) }
        var aggregates = Aggregates(groups: resolvedGroups, open: open)
        var shown: [SelectArm.Column] = []
        for column in arm.columns {
            let expression = try resolved(column.expression, &open)
            shown.append(SelectArm.Column(try aggregates.shown(expression), name: column.name))
        }
        let having = try arm.having.map { try aggregates.shown(try resolved($0, &open)).conjuncts } ?? []
        let isGlobal = aggregates.groups.isEmpty
        let groups = isGlobal ? [SQLExpression(.literal("0"))] : aggregates.groups
        let outputs = groups + aggregates.arguments.map(\.expression)
        let branches = try LeftSplit(open).branches(outputs, splits: &splitCount)
        return try aggregateNode(
            branches, groups: groups.count, aggregates.arguments, shown: shown, having: having, as: name,
            isGlobal: isGlobal)
    }

    private func aggregateNode(
        _ branches: [Branch], groups count: Int, _ arguments: [AggregateArgument], shown: [SelectArm.Column],
        having: [SQLExpression], as name: String?, isGlobal: Bool = false
    ) throws -> Source {
        for branch in branches { try branch.check(aggregates: true) }
        let groups = try (0..<count).map { try GroupColumn.of(branches, $0) }
        let arguments = try arguments.enumerated().map { index, argument in
            var argument = argument
            let found = branches.map { $0.column(of: count + index)?.kinds ?? [] }
            argument.kinds = found.reduce([]) { $0.union($1) }
            try argument.check()
            return argument
        }
        var node = AggregateNode(
            name: name ?? view.name, view: view.name, branches: branches, groups: groups, arguments: arguments,
            shown: shown, having: having, isGlobal: isGlobal, isView: name == nil, limit: name == nil ? limit : nil)
        if node.wholeTable != nil {
            for (index, argument) in arguments.enumerated() where argument.hasExtreme && !argument.hasDistinct {
                node.arguments[index].isIndexed = node.column(count + index) != nil
            }
        }
        try node.check()
        return try add(try node.program())
    }

    // MARK: Names

    func unique(_ name: String) -> String {
        var alias = name
        var count = 1
        while !aliases.insert(alias.lowercased()).inserted {
            count += 1
            alias = "\(name)__\(count)"
        }
        return alias
    }

    private func source(_ item: FromItem, over known: [String: Source], first: Int? = nil) throws -> Source {
        switch item.source {
        case .select(let select): return try lower(select, as: nameOfHidden(), over: known, first: first)
        case .relation(let name):
            if let source = relation(item, known) {
                guard !source.isLimited else {
                    throw SelectFault(
                        .unsupportedClause, at: item.offset, "\(source.name) has a LIMIT, so that no view may read it",
                        hint: "leave LIMIT out of \(source.name), and write limit: beside the sql of the queries")
                }
                return source
            }
            throw SelectFault(.unknownName, at: item.offset, "there is no table or view \(name) before this view")
        }
    }

    func open(_ arm: SelectArm, over known: [String: Source]) throws -> OpenArm {
        var open = OpenArm()
        guard !arm.from.isEmpty else {
            throw SelectFault(.unsupportedClause, at: arm.columns[0].expression.offset, "a SELECT without FROM")
        }
        for from in arm.from {
            let item = Item(
                alias: unique(from.name), source: try source(from, over: known, first: RowBound.of(from, in: arm)),
                offset: from.offset)
            open.scope.items[from.name] = item
            open.known = known
            let terms = try from.condition.map { try resolved($0, &open).conjuncts } ?? []
            switch from.join {
            case .left: open.lefts.append(Lookup(item: item, terms: terms))
            case .inner:
                open.inner.append(item)
                open.conditions += terms
            }
        }
        if let condition = arm.condition { open.conditions += try resolved(condition, &open, isTop: true).conjuncts }
        return open
    }

    /// An expression with each column by its item's own name and its stored one.
    func resolved(
        _ expression: SQLExpression, _ open: inout OpenArm, isTop: Bool = false
    ) throws -> SQLExpression {
        if isTop, case .infix("AND", let left, let right) = expression.node {
            return .infix("AND", try resolved(left, &open, isTop: true), try resolved(right, &open, isTop: true))
        }
        return try expression.rewritten { part in
            switch part.node {
            case .column(let item, let name): return try column(item, name, part.offset, open.scope)
            case .exists(let select):
                return SQLExpression(.exists(try correlated(select, &open)), at: part.offset)
            case .scalar(let select):
                let inner = try correlated(select, &open, isScalar: true)
                return SQLExpression(.scalar(inner), at: part.offset)
            case .inSelect(let value, let isNot, let select):
                guard isTop, !isNot, part.offset == expression.offset, part == expression else {
                    throw SelectFault(
                        .unsupportedClause, at: part.offset,
                        isNot ? "NOT IN with a SELECT" : "IN with a SELECT inside of an expression",
                        hint: isNot ? "write NOT EXISTS (SELECT …)" : "write EXISTS (SELECT …)")
                }
                let outer = try resolved(value, &open)
                return SQLExpression(.exists(try correlated(select, &open, equal: outer)), at: part.offset)
            default: return nil
            }
        }
    }

    private func column(_ item: String?, _ name: String, _ offset: Int, _ scope: Scope) throws -> SQLExpression {
        guard let found = item.flatMap({ scope.item($0) }),
            let column = found.source.columns.first(where: { $0.name == name })
                ?? found.source.columns.first(where: { $0.name?.lowercased() == name.lowercased() })
        else { throw SelectFault(.unknownName, at: offset, "there is no column \(name)") }
        return SQLExpression(.column(item: found.alias, name: column.stored), at: offset)
    }

    /// A SELECT within an expression: one relation, connected to the row by equalities.
    private func correlated(
        _ select: Select, _ open: inout OpenArm, isScalar: Bool = false, equal value: SQLExpression? = nil
    ) throws -> Select {
        guard select.arms.count == 1, select.common.isEmpty, select.limit == nil, select.skip == nil,
            let arm = select.arms.first, arm.from.count == 1, !isAggregated(arm), case .relation = arm.from[0].source
        else {
            throw SelectFault(
                .notSupportedYet, at: select.arms.first?.columns.first?.expression.offset ?? 0,
                "a SELECT within an expression with more than one relation and a WHERE",
                hint: "make it a view of its own, and join it")
        }
        let from = arm.from[0]
        let item = Item(alias: unique(from.name), source: try source(from, over: open.known), offset: from.offset)
        open.correlated[item.alias] = item
        let outer = open.scope
        open.scope = outer.inner([from.name: item])
        defer { open.scope = outer }
        var condition = try arm.condition.map { try resolved($0, &open) }
        let first = try arm.columns.first.map { try resolved($0.expression, &open) } ?? .null
        if let value {
            let equality = SQLExpression.infix("=", first, value)
            condition = condition.map { .infix("AND", equality, $0) } ?? equality
        }
        let column = SelectArm.Column(isScalar ? first : SQLExpression(.literal("1")), name: "value")
        let inner = FromItem(.relation(item.source.stored), name: item.alias, at: from.offset)
        return Select(arms: [SelectArm(columns: [column], from: [inner], condition: condition)])
    }
}
