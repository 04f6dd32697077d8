// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Writes a SELECT as SQLite reads it: names are quoted, and what operators bind is in parentheses.
///
/// SQLite compiles what it writes of a resolved SELECT to the very program of the text that was parsed.
public struct SelectPrinter: Sendable {
    /// Whether names stand without quotes where they can.
    private let isPlain: Bool

    /// Makes a printer.
    public init() { isPlain = false }

    private init(isPlain: Bool) { self.isPlain = isPlain }

    /// One that quotes only the names that need it.
    static let forPeople = SelectPrinter(isPlain: true)

    private func quoted(_ name: String) -> String {
        isPlain && SelectParser.isPlain(name) ? name : SQLName.quoted(name)
    }

    /// A whole SELECT.
    public func text(_ select: Select) -> String {
        var text = ""
        if !select.common.isEmpty { text += "WITH " + select.common.map(self.text).joined(separator: ", ") + " " }
        for (index, arm) in select.arms.enumerated() {
            if index > 0 { text += select.keepsRepeats[index - 1] ? " UNION ALL " : " UNION " }
            text += self.text(arm)
        }
        if !select.order.isEmpty { text += " ORDER BY " + self.text(select.order) }
        if let limit = select.limit { text += " LIMIT " + self.text(limit) }
        if let skip = select.skip { text += " OFFSET " + self.text(skip) }
        return text
    }

    /// One arm of a SELECT.
    public func text(_ arm: SelectArm) -> String {
        var text = arm.isDistinct ? "SELECT DISTINCT " : "SELECT "
        text += arm.columns.map { column in
            self.text(column.expression) + (column.name.isEmpty ? "" : " AS " + quoted(column.name))
        }.joined(separator: ", ")
        if !arm.from.isEmpty { text += " FROM " + arm.from.map(self.text).joined() }
        if let condition = arm.condition { text += " WHERE " + self.text(condition) }
        if !arm.group.isEmpty { text += " GROUP BY " + list(arm.group) }
        if let having = arm.having { text += " HAVING " + self.text(having) }
        return text
    }

    /// An item of a FROM, with the words that join it to those before.
    public func text(_ item: FromItem) -> String {
        var text = item.spelling.isEmpty ? "" : (item.spelling == "," ? ", " : " \(item.spelling) ")
        switch item.source {
        case .relation(let name):
            text += quoted(name) + (name == item.name ? "" : " AS " + quoted(item.name))
        case .select(let select): text += "(\(self.text(select))) AS " + quoted(item.name)
        }
        if let condition = item.condition { text += " ON " + self.text(condition) }
        return text
    }

    /// The terms of an ORDER BY.
    public func text(_ order: [OrderTerm]) -> String {
        order.map { item in
            text(item.expression) + (item.isDescending ? " DESC" : "")
                + (item.nullsFirst.map { $0 ? " NULLS FIRST" : " NULLS LAST" } ?? "")
        }.joined(separator: ", ")
    }

    private func text(_ table: CommonTable) -> String {
        let columns = table.columns.isEmpty ? "" : "(\(table.columns.map(quoted).joined(separator: ", ")))"
        return quoted(table.name) + columns + " AS (\(text(table.select)))"
    }

    // MARK: expressions

    /// An expression.
    public func text(_ expression: SQLExpression) -> String {
        switch expression.node {
        case .literal(let text): return text
        case .column(let item, let name):
            return (item.map { quoted($0) + "." } ?? "") + quoted(name)
        case .prefix(let sign, let operand): return sign == "NOT" ? "NOT " + part(operand) : sign + part(operand)
        case .infix(let sign, let left, let right):
            return chained(left, sign) + " \(sign) " + part(right)
        case .postfix(let word, let operand): return part(operand) + " " + word
        case .like(let word, let isNot, let left, let pattern, let escape):
            return part(left) + (isNot ? " NOT " : " ") + word + " " + part(pattern)
                + (escape.map { " ESCAPE " + part($0) } ?? "")
        case .between(let value, let isNot, let low, let high):
            return part(value) + (isNot ? " NOT" : "") + " BETWEEN " + part(low) + " AND " + part(high)
        case .inList(let value, let isNot, let list):
            return part(value) + (isNot ? " NOT" : "") + " IN (\(self.list(list)))"
        case .inSelect(let value, let isNot, let select):
            return part(value) + (isNot ? " NOT" : "") + " IN (\(text(select)))"
        case .exists(let select): return "EXISTS (\(text(select)))"
        case .scalar(let select): return "(\(text(select)))"
        case .choice(let base, let choices, let otherwise): return text(base, choices, otherwise)
        case .cast(let value, let type): return "CAST(\(text(value)) AS \(type))"
        case .collate(let value, let name): return part(value) + " COLLATE " + quoted(name)
        case .call(let call): return text(call)
        case .row(let list): return "(\(self.list(list)))"
        }
    }

    private func list(_ list: [SQLExpression]) -> String { list.map(text).joined(separator: ", ") }

    /// An operand: in parentheses unless nothing can tear it apart.
    private func part(_ expression: SQLExpression) -> String {
        switch expression.node {
        case .literal, .column, .scalar, .cast, .call, .row, .choice, .exists: text(expression)
        default: "(\(text(expression)))"
        }
    }

    /// A left operand: a chain of one operator needs no parentheses, and SQLite's parser has no room for many.
    private func chained(_ left: SQLExpression, _ sign: String) -> String {
        if case .infix(sign, _, _) = left.node { return text(left) }
        return part(left)
    }

    private func text(_ base: SQLExpression?, _ choices: [SQLChoice], _ otherwise: SQLExpression?) -> String {
        var text = "CASE"
        if let base { text += " " + part(base) }
        for choice in choices { text += " WHEN \(part(choice.when)) THEN \(part(choice.then))" }
        if let otherwise { text += " ELSE " + part(otherwise) }
        return text + " END"
    }

    private func text(_ call: SQLCall) -> String {
        let isPlain = call.name.utf8.allSatisfy {
            (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f
        }
        var text = isPlain ? call.name : quoted(call.name)
        text += "(" + (call.isStar ? "*" : (call.isDistinct ? "DISTINCT " : "") + list(call.arguments)) + ")"
        if let filter = call.filter { text += " FILTER (WHERE \(self.text(filter)))" }
        if let window = call.over { text += " OVER (\(self.text(window)))" }
        return text
    }

    private func text(_ window: SQLWindow) -> String {
        var parts: [String] = []
        if !window.partition.isEmpty { parts.append("PARTITION BY " + list(window.partition)) }
        if !window.order.isEmpty { parts.append("ORDER BY " + text(window.order)) }
        if let frame = window.frame { parts.append(frame) }
        return parts.joined(separator: " ")
    }
}
