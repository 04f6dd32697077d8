// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Finds how many rows of each partition a SELECT asks for of another in its FROM:
/// `FROM (SELECT …, row_number() OVER (PARTITION BY … ORDER BY …) AS n FROM t) WHERE n <= 3`.
enum RowBound {
    /// The largest row number that the terms around leave; nil if there is none.
    static func of(_ from: FromItem, in arm: SelectArm) -> Int? {
        guard case .select(let select) = from.source, select.arms.count == 1, select.limit == nil,
            let inner = select.arms.first, !inner.isDistinct,
            let window = numbering(inner.columns.map(\.expression))
        else { return nil }
        let number = SQLExpression(.call(SQLCall("row_number", over: window)))
        let names = Set(inner.columns.filter { $0.expression == number }.map { $0.name.lowercased() })
        let terms = [arm.condition, from.condition].compactMap(\.self).flatMap(\.conjuncts)
        return terms.compactMap { term in
            bound(term) { part in
                if case .column(from.name, let name) = part.node { names.contains(name.lowercased()) } else { false }
            }
        }.min()
    }

    /// The window that all window functions of some expressions number rows by, if an index can have its order.
    static func numbering(_ expressions: [SQLExpression]) -> SQLWindow? {
        var windows: Set<SQLWindow> = []
        var isNumbering = true
        for expression in expressions {
            expression.forEach { part in
                guard case .call(let call) = part.node, let window = call.over else { return }
                windows.insert(window)
                isNumbering = isNumbering && call.name == "row_number" && call.filter == nil
            }
        }
        guard isNumbering, windows.count == 1, let window = windows.first, !window.partition.isEmpty else { return nil }
        let isIndexed = window.order.allSatisfy { term in
            // NULLs come first in an index that rises, and last in one that falls.
            term.nullsFirst ?? !term.isDescending == !term.isDescending
                && !term.expression.contains { if case .collate = $0.node { true } else { $0.select != nil } }
        }
        return isIndexed ? window : nil
    }

    /// The largest whole number that a term leaves for what it compares.
    private static func bound(_ term: SQLExpression, of isNumber: (SQLExpression) -> Bool) -> Int? {
        switch term.node {
        case .infix(let symbol, let left, let right):
            if isNumber(left), let value = number(right) {
                return switch symbol {
                case "<=", "=", "==", "IS": value
                case "<": max(0, value - 1)
                default: nil
                }
            }
            if isNumber(right), let value = number(left) {
                return switch symbol {
                case ">=", "=", "==", "IS": value
                case ">": max(0, value - 1)
                default: nil
                }
            }
            return nil
        case .between(let one, false, _, let high): return isNumber(one) ? number(high) : nil
        case .inList(let one, false, let list):
            let values = list.compactMap(number)
            return isNumber(one) && values.count == list.count ? values.max() : nil
        default: return nil
        }
    }

    private static func number(_ expression: SQLExpression) -> Int? {
        if case .literal(let text) = expression.node { Int(text) } else { nil }
    }
}

extension Select {
    /// The SELECT with common tables that are read once, by one of its arms, in the place where they are read.
    var withInlined: Select {
        var select = self
        for common in common.reversed() where common.columns.isEmpty && common.select.numbersRows {
            let name = common.name.lowercased()
            guard select.reads(of: name) == 1 else { continue }
            let isPut = select.put(common.select, for: name)
            for place in select.common.indices where !isPut {
                guard select.common[place].select.put(common.select, for: name) else { continue }
                break
            }
            if select.reads(of: name) == 0 { select.common.removeAll { $0.name == common.name } }
        }
        return select
    }

    /// Puts a SELECT where an arm reads a relation of that name; returns whether there was one.
    private mutating func put(_ inner: Select, for name: String) -> Bool {
        for arm in arms.indices {
            for item in arms[arm].from.indices {
                guard case .relation(let read) = arms[arm].from[item].source, read.lowercased() == name else {
                    continue
                }
                arms[arm].from[item].source = .select(inner)
                return true
            }
        }
        return false
    }

    private var numbersRows: Bool {
        arms.count == 1 && RowBound.numbering(arms[0].columns.map(\.expression)) != nil
    }

    /// How often a relation of that name stands anywhere in it.
    private func reads(of name: String) -> Int {
        common.reduce(0) { $0 + $1.select.reads(of: name) }
            + arms.reduce(0) { count, arm in
                var count = count
                for item in arm.from {
                    switch item.source {
                    case .relation(let read): count += read.lowercased() == name ? 1 : 0
                    case .select(let select): count += select.reads(of: name)
                    }
                }
                for expression in arm.expressions {
                    expression.forEach { count += $0.select?.reads(of: name) ?? 0 }
                }
                return count
            }
    }
}
