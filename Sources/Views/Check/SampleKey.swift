// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// The result columns by which some rows of a view are chosen, in the view and in its SELECT alike: which rows there
/// are with a key depends on no row with another.
struct SampleKey {
    /// The places of the columns in the result.
    let places: [Int]
    private let arms: [SelectArm]
    private let common: [CommonTable]
    private let relations: [Relation]

    /// The table of chosen keys, `k0` and on.
    static let table = "_sample"
    /// The same of the rows that an arm reads.
    static let baseTable = "_sampled"

    /// Nil where rows cannot be told apart so: a LIMIT, a group of all rows.
    init?(_ select: Select, _ relations: [Relation]) {
        guard select.limit == nil, let first = select.arms.first else { return nil }
        var shared = Set(first.columns.indices)
        for arm in select.arms { shared.formIntersection(Self.places(of: arm)) }
        guard !shared.isEmpty else { return nil }
        let key = select.arms.count == 1 ? Self.key(of: first, relations) : nil
        places = key.flatMap { shared.isSuperset(of: $0) ? $0 : nil } ?? shared.sorted()
        arms = select.arms
        common = select.common
        self.relations = relations
    }

    /// The result columns that may be part of a key of an arm.
    private static func places(of arm: SelectArm) -> [Int] {
        let all = arm.columns.map(\.expression)
        if !arm.group.isEmpty || all.contains(where: { $0.containsHere(Aggregates.isAggregate) }) {
            return all.indices.filter { arm.group.contains(all[$0]) }
        }
        let windows = all.flatMap(\.windows)
        return all.indices.filter { place in
            !all[place].hasSelect && windows.allSatisfy { $0.partition.contains(all[place]) }
        }
    }

    /// The places of the key of a table that is joined, if all of it is shown.
    private static func key(of arm: SelectArm, _ relations: [Relation]) -> [Int]? {
        guard arm.group.isEmpty else { return nil }
        for item in arm.from where item.join == .inner {
            guard case .relation(let name) = item.source, let relation = relations.first(where: { $0.name == name }),
                !relation.key.isEmpty
            else { continue }
            let places = relation.key.map { column in
                arm.columns.firstIndex { $0.expression == .column(item.name, column) }
            }
            if places.allSatisfy({ $0 != nil }) { return places.compactMap(\.self) }
        }
        return nil
    }

    /// What makes the table of chosen keys.
    static func create(_ table: String, columns: Int) -> String {
        "CREATE TEMP TABLE \(table.quoted) (\((0..<columns).map { "k\($0)" }.listed))"
    }

    /// A row of values as SQL text.
    static func tuple(_ values: [String]) -> String {
        "'(' || " + values.map { "quote(\($0))" }.joined(separator: " || ',' || ") + " || ')'"
    }

    /// Whether values are among the chosen ones.
    ///
    /// - Parameter withNulls: Whether a NULL is among the chosen ones, which IN does not find.
    static func isChosen(_ values: [SQLExpression], in table: String, withNulls: Bool) -> SQLExpression {
        let columns = values.indices.map { SQLExpression.column(table, "k\($0)") }
        func select(_ shown: [SQLExpression], _ condition: SQLExpression?) -> Select {
            let columns = shown.enumerated().map { SelectArm.Column($0.element, name: "c\($0.offset)") }
            let item = FromItem(.relation(table), name: table)
            return Select(arms: [SelectArm(columns: columns, from: [item], condition: condition)])
        }
        let value = values.count == 1 ? values[0] : SQLExpression(.row(values))
        let plain = SQLExpression(.inSelect(value, isNot: false, select(columns, nil)))
        guard withNulls else { return plain }
        let isNull = values.map { SQLExpression(.postfix("ISNULL", $0)) }
        let equal = zip(columns, values).map { SQLExpression.infix("IS", $0, $1) }
        let found = SQLExpression(.exists(select([SQLExpression(.literal("1"))], equal.joined("AND"))))
        return .infix("OR", plain, .infix("AND", isNull.joined("OR") ?? plain, found))
    }

    /// The query of the keys that an arm of the SELECT has for the chosen rows of its first table, or for all where it
    /// has none, as SQL text of values.
    func keys(ofArm index: Int, withNulls: Bool) -> String {
        let arm = arms[index]
        var condition = arm.condition
        if let base = base(ofArm: index) {
            let values = base.key.map { SQLExpression.column(base.item, $0) }
            let chosen = Self.isChosen(values, in: Self.baseTable, withNulls: withNulls)
            condition = condition.map { .infix("AND", chosen, $0) } ?? chosen
        }
        let columns = places.enumerated().map {
            SelectArm.Column(arm.columns[$0.element].expression, name: "c\($0.offset)")
        }
        let distinct = SelectArm(isDistinct: true, columns: columns, from: arm.from, condition: condition)
        let select = Select(common: common, arms: [distinct])
        return "SELECT \(Self.tuple(columns.map(\.name.quoted))) FROM (\(SelectPrinter().text(select)))"
    }

    /// The first table or view of an arm's FROM, and what tells its rows apart.
    func base(ofArm index: Int) -> (item: String, name: String, key: [String])? {
        guard let item = arms[index].from.first, case .relation(let name) = item.source,
            !common.contains(where: { $0.name == name }), let relation = relations.first(where: { $0.name == name })
        else { return nil }
        return (item.name, name, relation.key.isEmpty ? relation.columns.map(\.name) : relation.key)
    }

    /// A SELECT of the same shape, restricted to the chosen keys.
    func restricted(_ select: Select, withNulls: Bool) -> Select {
        var select = select
        select.arms = select.arms.map { arm in
            restricted(arm, places.map { arm.columns[$0].expression }, withNulls: withNulls)
        }
        return select
    }

    /// The condition goes as deep as it can, so that indexes serve it.
    private func restricted(_ arm: SelectArm, _ values: [SQLExpression], withNulls: Bool) -> SelectArm {
        var arm = arm
        if arm.from.count == 1, case .select(var inner) = arm.from[0].source,
            let below = Self.inside(values, arm.from[0], inner)
        {
            inner.arms[0] = restricted(inner.arms[0], below, withNulls: withNulls)
            arm.from[0].source = .select(inner)
            return arm
        }
        let chosen = Self.isChosen(values, in: Self.table, withNulls: withNulls)
        arm.condition = arm.condition.map { .infix("AND", $0, chosen) } ?? chosen
        return arm
    }

    /// What values are within the only SELECT of a FROM; nil if its rows are not chosen by them alone.
    private static func inside(_ values: [SQLExpression], _ item: FromItem, _ inner: Select) -> [SQLExpression]? {
        guard inner.arms.count == 1, inner.limit == nil, inner.common.isEmpty, let arm = inner.arms.first else {
            return nil
        }
        let allowed = places(of: arm)
        let found = values.compactMap { value in
            arm.columns.firstIndex { value == .column(item.name, $0.name) }
        }
        guard found.count == values.count, found.allSatisfy(allowed.contains) else { return nil }
        return found.map { arm.columns[$0].expression }
    }
}

extension SQLExpression {
    /// The windows in it.
    fileprivate var windows: [SQLWindow] {
        var windows: [SQLWindow] = []
        forEach { if case .call(let call) = $0.node, let window = call.over { windows.append(window) } }
        return windows
    }
}

extension [SQLExpression] {
    /// All of them with an operator between.
    fileprivate func joined(_ sign: String) -> SQLExpression? {
        first.map { dropFirst().reduce($0) { .infix(sign, $0, $1) } }
    }
}
