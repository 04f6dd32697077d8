// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Gives every name of a parsed SELECT what it stands for, as SQLite does: columns their item, `*` the declared columns
/// (R25), places and names of result columns the expressions that they mean.
struct SelectResolver {
    /// Where a SELECT stands.
    enum Role {
        /// It is the view.
        case view
        /// In a FROM, or a common table.
        case part
        /// In an expression.
        case value
    }

    /// One SELECT's names.
    struct Level {
        var items: [SelectScope.Item]
        /// The result columns that have a name, where SQLite lets expressions name them.
        var aliases: [(name: String, expression: SQLExpression)] = []
    }

    let source: SelectSource
    var types: SelectTypes
    /// The SELECTs around, from the outermost to the one at hand.
    var levels: [Level] = []
    /// The faults that reading can go on after.
    var faults: [SelectFault] = []
    /// The common tables of the whole text, with whether they are read.
    private var commonNames: [String: (offset: Int, isRead: Bool)] = [:]
    /// The common tables whose SELECTs are being resolved, in lower case.
    private var open: Set<String> = []

    init(source: SelectSource, relations: [Relation]) {
        self.source = source
        types = SelectTypes(relations: relations)
    }

    /// The SELECT of a view, resolved.
    mutating func resolve(_ select: Select) throws(SelectFault) -> Select {
        let result = try resolve(select, .view)
        for (name, table) in commonNames where !table.isRead {
            let hint = "leave it out"
            faults.append(SelectFault(.badView, at: table.offset, "the common table '\(name)' is not read", hint: hint))
        }
        faults.sort { $0.offset < $1.offset }
        return result
    }

    /// The names in sight at the place at hand.
    var scope: SelectScope? {
        guard let last = levels.last else { return nil }
        return SelectScope(items: last.items, outer: levels.dropLast().reversed().flatMap(\.items))
    }

    /// A SELECT anywhere, resolved.
    mutating func resolve(_ select: Select, _ role: Role) throws(SelectFault) -> Select {
        let around = types
        defer { types = around }
        var result = select
        for index in result.common.indices { result.common[index] = try common(result.common[index]) }
        if role != .view { refuseOrder(select) }
        if select.arms.count > 1 {
            for index in select.arms.indices {
                var none: [OrderTerm] = []
                result.arms[index] = try arm(select.arms[index], order: &none, index == 0 ? role : .value)
            }
            result.order = try compoundOrder(select.order, result.arms[0])
        } else if let only = select.arms.first {
            result.arms[0] = try arm(only, order: &result.order, role)
        }
        let width = result.arms[0].columns.count
        for (index, arm) in result.arms.enumerated() where arm.columns.count != width {
            let offset = select.arms[index].columns.first?.expression.offset ?? 0
            throw SelectFault(.badView, at: offset, "\(arm.columns.count) columns, the first SELECT has \(width)")
        }
        return result
    }

    private mutating func common(_ table: CommonTable) throws(SelectFault) -> CommonTable {
        let key = SQLName.folded(table.name)
        if commonNames[key] != nil || types.declaredName(table.name) != nil {
            throw SelectFault(
                .repeatedName, at: table.offset, "something else is named '\(table.name)' too",
                hint: "another name for the common table")
        }
        check(name: table.name, at: table.offset)
        var result = table
        open.insert(key)
        result.select = try resolve(table.select, table.columns.isEmpty ? .part : .value)
        open.remove(key)
        if !table.columns.isEmpty {
            guard table.columns.count == result.select.arms[0].columns.count else {
                throw SelectFault(
                    .badView, at: table.offset,
                    "'\(table.name)' names \(table.columns.count) columns, its SELECT has "
                        + "\(result.select.arms[0].columns.count)")
            }
            for (index, name) in table.columns.enumerated() { result.select.arms[0].columns[index].name = name }
            result.columns = []
            checkNames(result.select.arms[0].columns)
        }
        commonNames[key] = (table.offset, false)
        types = types.adding([result], within: scope)
        return result
    }

    private mutating func arm(
        _ arm: SelectArm, order: inout [OrderTerm], _ role: Role
    ) throws(SelectFault) -> SelectArm {
        var result = arm
        var level = Level(items: [])
        for (index, item) in arm.from.enumerated() {
            result.from[index] = try self.item(item)
            let found = types.item(result.from[index], within: scope)
            let names = level.items.map(\.name) + levels.flatMap(\.items).map(\.name)
            if names.contains(where: { SQLName.equal($0, found.name) }) {
                throw SelectFault(
                    .repeatedName, at: item.offset, "'\(found.name)' stands for two things here",
                    hint: "another name for it: … AS \(found.name)_2")
            }
            level.items.append(found)
        }
        levels.append(level)
        defer { levels.removeLast() }
        result.columns = try columns(arm.columns, role)
        levels[levels.count - 1].aliases = aliases(arm.columns, result.columns)
        for (index, item) in arm.from.enumerated() {
            result.from[index].condition = try optional(item.condition)
        }
        result.condition = try optional(arm.condition)
        result.group = try terms(arm.group, result.columns, namesFirst: false)
        result.having = try optional(arm.having)
        let ordered = try terms(order.map(\.expression), result.columns, namesFirst: true)
        for index in order.indices { order[index].expression = ordered[index] }
        return result
    }

    private mutating func optional(_ expression: SQLExpression?) throws(SelectFault) -> SQLExpression? {
        guard let expression else { return nil }
        return try resolve(expression)
    }

    private mutating func item(_ item: FromItem) throws(SelectFault) -> FromItem {
        var result = item
        check(name: item.name, at: item.offset)
        switch item.source {
        case .select(let select): result.source = .select(try resolve(select, .part))
        case .relation(let name):
            if open.contains(SQLName.folded(name)) {
                throw SelectFault(
                    .unsupportedClause, at: item.offset, "a view cannot have a recursive common table, '\(name)'",
                    hint: "keep the path in a column of the table, by its handlers")
            }
            guard let declared = types.declaredName(name) else {
                throw SelectFault(
                    .badView, at: item.offset, "no such table: \(name)",
                    hint: "a common table stands before its readers")
            }
            commonNames[SQLName.folded(declared)]?.isRead = true
            result.source = .relation(declared)
            if SQLName.equal(item.name, declared) { result.name = declared }
        }
        return result
    }

    /// Notes that a name within the SELECT is ours (R25).
    private mutating func check(name: String, at offset: Int) {
        guard name.hasPrefix("_") || name.contains("__") else { return }
        let hint = "a name without _ at its start and without __"
        faults.append(SelectFault(.badName, at: offset, "the name '\(name)' is ours", hint: hint))
    }

    /// Only the whole view may be ordered and cut.
    private mutating func refuseOrder(_ select: Select) {
        if let limit = select.limit {
            let hint = "row_number() OVER (PARTITION BY … ORDER BY …) <= n; a lookup by key needs none"
            faults.append(
                SelectFault(.unsupportedClause, at: limit.offset, "a view cannot have LIMIT within it", hint: hint))
        } else if let term = select.order.first {
            let message = "a view cannot have ORDER BY within it"
            faults.append(
                SelectFault(.unsupportedClause, at: term.expression.offset, message, hint: "leave it out"))
        }
    }
}
