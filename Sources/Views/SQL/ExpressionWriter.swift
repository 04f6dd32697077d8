// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Writes expressions as SQL, each operation in parentheses.
enum ExpressionWriter {
    static func text(_ expression: SQLExpression) -> String {
        switch expression.node {
        case .literal(let text): text
        case .column(let item, let name): (item.map { $0.quoted + "." } ?? "") + name.quoted
        case .prefix(let symbol, let operand): "(\(symbol) \(text(operand)))"
        case .infix(let symbol, let left, let right): "(\(text(left)) \(symbol) \(text(right)))"
        case .postfix(let word, let operand): "(\(text(operand)) \(word))"
        case .like(let word, let isNot, let left, let right, let escape):
            "(\(text(left)) \(isNot ? "NOT " : "")\(word) \(text(right))\(escape.map { " ESCAPE " + text($0) } ?? ""))"
        case .between(let operand, let isNot, let low, let high):
            "(\(text(operand)) \(isNot ? "NOT " : "")BETWEEN \(text(low)) AND \(text(high)))"
        case .inList(let operand, let isNot, let list):
            "(\(text(operand)) \(isNot ? "NOT " : "")IN (\(list.map(text).listed)))"
        case .inSelect(let operand, let isNot, let select):
            "(\(text(operand)) \(isNot ? "NOT " : "")IN (\(text(select))))"
        case .exists(let select): "EXISTS (\(text(select)))"
        case .scalar(let select): "(\(text(select)))"
        case .choice(let base, let choices, let otherwise): choice(base, choices, otherwise)
        case .cast(let operand, let type): "CAST(\(text(operand)) AS \(type))"
        case .collate(let operand, let name): "(\(text(operand)) COLLATE \(name))"
        case .call(let call): self.call(call)
        case .row(let values): "(\(values.map(text).listed))"
        }
    }

    /// A SELECT of one arm over one relation: all that stands within a branch's expressions.
    static func text(_ select: Select) -> String {
        let arm = select.arms[0]
        let from = arm.from.map { item in
            guard case .relation(let name) = item.source else { return item.name.quoted }
            return "\(name.quoted) AS \(item.name.quoted)"
        }
        let condition = arm.condition.map { " WHERE " + text($0) } ?? ""
        return "SELECT \(arm.columns.map { text($0.expression) }.listed) FROM \(from.listed)\(condition)"
    }

    private static func choice(
        _ base: SQLExpression?, _ choices: [SQLChoice], _ otherwise: SQLExpression?
    ) -> String {
        let parts = choices.map { "WHEN \(text($0.when)) THEN \(text($0.then))" }.joined(separator: " ")
        return "CASE \(base.map { text($0) + " " } ?? "")\(parts)\(otherwise.map { " ELSE " + text($0) } ?? "") END"
    }

    private static func call(_ call: SQLCall) -> String {
        let arguments = call.isStar ? "*" : call.arguments.map(text).listed
        return "\(call.name)(\(call.isDistinct ? "DISTINCT " : "")\(arguments))"
            + (call.filter.map { " FILTER (WHERE \(text($0)))" } ?? "")
    }
}
