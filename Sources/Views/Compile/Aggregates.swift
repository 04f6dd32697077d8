// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Takes the aggregates out of an arm's result, and puts what is kept of a group in their place.
struct Aggregates {
    /// What is grouped by.
    var groups: [SQLExpression]
    var arguments: [AggregateArgument] = []
    private let open: OpenArm
    /// Whether aggregates that cannot be added up are let pass.
    private let allowsOrdered: Bool

    private static let names: Set<String> = [
        "avg", "count", "group_concat", "json_group_array", "json_group_object", "max", "min", "sum", "total",
    ]

    init(groups: [SQLExpression], open: OpenArm, allowsOrdered: Bool = false) {
        self.allowsOrdered = allowsOrdered
        self.groups = groups
        self.open = open
    }

    static func isAggregate(_ expression: SQLExpression) -> Bool {
        guard case .call(let call) = expression.node, names.contains(call.name), call.over == nil else { return false }
        return call.arguments.count <= 1 || !["min", "max"].contains(call.name)
    }

    /// An expression of a group by the columns that are kept.
    mutating func shown(_ expression: SQLExpression) throws -> SQLExpression {
        var copy = self
        defer { self = copy }
        return try expression.rewritten { try copy.replaced($0) }
    }

    private mutating func replaced(_ part: SQLExpression) throws -> SQLExpression? {
        if let place = groups.firstIndex(of: part) { return .column(nil, "g\(place)") }
        if case .call(let call) = part.node {
            if call.over != nil { throw SelectFault(.notSupportedYet, at: part.offset, "a window function in a view") }
            if Self.isAggregate(part) { return try aggregate(call, at: part.offset) }
        }
        if part.select != nil {
            throw SelectFault(
                .notSupportedYet, at: part.offset, "a SELECT within the result of a GROUP BY",
                hint: "join what it reads, or group in a view below")
        }
        guard case .column(let item?, _) = part.node else { return nil }
        guard isDetermined(item) else {
            throw SelectFault(
                .bareColumn, at: part.offset, "this column is any of its group's: GROUP BY does not name it",
                hint: "add it to GROUP BY, or take min() of it")
        }
        groups.append(part)
        return .column(nil, "g\(groups.count - 1)")
    }

    /// Whether a group has one row of the item, since the group's terms determine the item's key.
    private func isDetermined(_ item: String) -> Bool {
        var known: Set<String> = []
        let all = open.inner.map { ($0, open.conditions) } + open.lefts.map { ($0.item, $0.terms) }
        var isLonger = true
        while isLonger {
            isLonger = false
            for (candidate, terms) in all where !known.contains(candidate.alias) {
                let direct = candidate.source.key.filter { groups.contains(.column(candidate.alias, $0)) }
                let joined = Equality.of(candidate.alias, in: terms)
                    .filter { $0.other.items.isSubset(of: known) }.map(\.column)
                let isKnown =
                    !candidate.source.key.isEmpty && Set(candidate.source.key).isSubset(of: Set(direct + joined))
                guard isKnown else { continue }
                known.insert(candidate.alias)
                isLonger = true
            }
        }
        return known.contains(item)
    }

    // MARK: Aggregates

    private mutating func aggregate(_ call: SQLCall, at offset: Int) throws -> SQLExpression {
        if call.name == "count", call.arguments.isEmpty {
            guard let filter = call.filter else { return .column(nil, "_n") }
            let index = argument(when(filter, SQLExpression(.literal("1"))))
            arguments[index].keepsCount = true
            return .column(nil, "_c\(index)")
        }
        if allowsOrdered, WholeGroups.ordered.contains(call.name) { return .null }
        guard let value = call.arguments.first, call.arguments.count == 1 else {
            throw SelectFault(.notSupportedYet, at: offset, "\(call.name) in a view")
        }
        let index = argument(call.filter.map { when($0, value) } ?? value)
        return call.isDistinct && !["min", "max"].contains(call.name)
            ? try distinct(call.name, index, offset) : try plain(call.name, index, offset)
    }

    private func when(_ filter: SQLExpression, _ value: SQLExpression) -> SQLExpression {
        SQLExpression(
            .choice(base: nil, [SQLChoice(when: filter, then: value)], otherwise: nil), at: value.offset)
    }

    private mutating func argument(_ expression: SQLExpression) -> Int {
        if let index = arguments.firstIndex(where: { $0.expression == expression }) { return index }
        arguments.append(AggregateArgument(expression: expression, kinds: .all))
        return arguments.count - 1
    }

    private mutating func plain(_ name: String, _ index: Int, _ offset: Int) throws -> SQLExpression {
        switch name {
        case "count":
            arguments[index].keepsCount = true
            return .column(nil, "_c\(index)")
        case "min":
            arguments[index].keepsLeast = true
            return .column(nil, "_mn\(index)")
        case "max":
            arguments[index].keepsGreatest = true
            return .column(nil, "_mx\(index)")
        case "sum", "total", "avg":
            arguments[index].keepsCount = true
            arguments[index].keepsSum = true
            return ratio(name, sum: "_s\(index)", count: "_c\(index)")
        default: throw SelectFault(.notSupportedYet, at: offset, "\(name) in a view")
        }
    }

    private mutating func distinct(_ name: String, _ index: Int, _ offset: Int) throws -> SQLExpression {
        guard ["count", "sum", "total", "avg"].contains(name) else {
            throw SelectFault(.notSupportedYet, at: offset, "\(name) in a view")
        }
        arguments[index].keepsDistinctCount = true
        if name == "count" { return .column(nil, "_dc\(index)") }
        arguments[index].keepsDistinctSum = true
        return ratio(name, sum: "_ds\(index)", count: "_dc\(index)")
    }

    private func ratio(_ name: String, sum: String, count: String) -> SQLExpression {
        let sum = SQLExpression.column(nil, sum)
        let count = SQLExpression.column(nil, count)
        let real = SQLExpression(.cast(sum, "REAL"))
        if name == "total" { return real }
        let value = name == "sum" ? sum : .infix("/", real, count)
        let some = SQLExpression.infix(">", count, SQLExpression(.literal("0")))
        return SQLExpression(.choice(base: nil, [SQLChoice(when: some, then: value)], otherwise: nil))
    }
}

extension AggregateArgument {
    /// Refuses what cannot be added up and taken away exactly, or whose value is not certain (R21, R23).
    func check() throws {
        if keepsSum || keepsDistinctSum, !kinds.isSubset(of: .integer) {
            let isReal = kinds.contains(.real)
            throw SelectFault(
                .notInvertible, at: expression.offset,
                isReal ? "sums of REAL drift as rows come and go" : "this is not certain to be a whole number",
                hint: isReal ? "make the column a decimal, or CAST(… AS INTEGER)" : "CAST(… AS INTEGER)")
        }
        if hasValues, kinds.isAmbiguous {
            throw SelectFault(
                .badView, at: expression.offset, "the type of this value cannot be told",
                hint: "CAST(… AS INTEGER), or AS TEXT")
        }
    }
}
