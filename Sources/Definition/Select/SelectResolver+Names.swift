// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SelectResolver {
    /// An expression with all its names resolved.
    mutating func resolve(_ expression: SQLExpression) throws(SelectFault) -> SQLExpression {
        var result = expression
        switch expression.node {
        case .literal(let text):
            // A column may be named TRUE or FALSE, and is meant then.
            if text == "TRUE" || text == "FALSE", let found = try column(nil, text, expression) { result = found }
        case .column(let item, let name):
            guard let found = try column(item, name, expression) else { throw unknown(item, name, expression) }
            result = found
        case .prefix(let sign, let operand): result.node = .prefix(sign, try resolve(operand))
        case .infix(let sign, let left, let right):
            result.node = .infix(sign, try resolve(left), try resolve(right))
        case .postfix(let word, let operand): result.node = .postfix(word, try resolve(operand))
        case .like(let word, let isNot, let left, let pattern, let escape):
            let parts = try resolve([left, pattern] + [escape].compactMap(\.self))
            result.node = .like(word, isNot: isNot, parts[0], parts[1], escape: parts.count > 2 ? parts[2] : nil)
        case .between(let value, let isNot, let low, let high):
            result.node = .between(try resolve(value), isNot: isNot, try resolve(low), try resolve(high))
        case .inList(let value, let isNot, let list):
            result.node = .inList(try resolve(value), isNot: isNot, try resolve(list))
        case .inSelect(let value, let isNot, let select):
            result.node = .inSelect(try resolve(value), isNot: isNot, try resolve(select, .value))
        case .exists(let select): result.node = .exists(try resolve(select, .value))
        case .scalar(let select): result.node = .scalar(try resolve(select, .value))
        case .choice(let base, let choices, let otherwise):
            result.node = try choice(base, choices, otherwise)
        case .cast(let value, let type): result.node = .cast(try resolve(value), type)
        case .collate(let value, let name): result.node = .collate(try resolve(value), name)
        case .call(let call): result.node = .call(try self.call(call))
        case .row(let list): result.node = .row(try resolve(list))
        }
        return result
    }

    private mutating func resolve(_ list: [SQLExpression]) throws(SelectFault) -> [SQLExpression] {
        var result: [SQLExpression] = []
        for expression in list { result.append(try resolve(expression)) }
        return result
    }

    private mutating func choice(
        _ base: SQLExpression?, _ choices: [SQLChoice], _ otherwise: SQLExpression?
    ) throws(SelectFault) -> SQLExpression.Node {
        var resolved: [SQLChoice] = []
        let base = try resolve([base].compactMap(\.self)).first
        for choice in choices {
            resolved.append(SQLChoice(when: try resolve(choice.when), then: try resolve(choice.then)))
        }
        return .choice(base: base, resolved, otherwise: try resolve([otherwise].compactMap(\.self)).first)
    }

    private mutating func call(_ call: SQLCall) throws(SelectFault) -> SQLCall {
        var result = call
        result.arguments = try resolve(call.arguments)
        if let filter = call.filter { result.filter = try resolve(filter) }
        if let window = call.over {
            var resolved = window
            resolved.partition = try resolve(window.partition)
            for (index, term) in window.order.enumerated() {
                resolved.order[index].expression = try resolve(term.expression)
            }
            result.over = resolved
        }
        return result
    }

    /// What a column's name stands for: first a column of a FROM, then a named result column, from the inside out.
    private func column(
        _ item: String?, _ name: String, _ written: SQLExpression
    ) throws(SelectFault) -> SQLExpression? {
        for level in levels.reversed() {
            let items = level.items.filter { candidate in
                (item.map { SQLName.equal($0, candidate.name) } ?? true) && candidate.column(name) != nil
            }
            if items.count > 1 {
                let choices = items.map {
                    SelectPrinter.forPeople.text(SQLExpression(.column(item: $0.name, name: name)))
                }
                throw SelectFault(
                    .badView, at: written.offset, "ambiguous column name: \(name)",
                    hint: "write \(choices.joined(separator: ", or "))")
            }
            if let found = items.first, let column = found.column(name) {
                let node = SQLExpression.Node.column(item: found.name, name: column.name)
                return SQLExpression(node, at: written.offset, end: written.end)
            }
            if item == nil, let alias = level.aliases.first(where: { SQLName.equal($0.name, name) }) {
                return alias.expression
            }
        }
        return nil
    }

    private func unknown(_ item: String?, _ name: String, _ written: SQLExpression) -> SelectFault {
        let items = levels.reversed().flatMap(\.items)
        let term = source.term(written)
        if ["rowid", "_rowid_", "oid"].contains(SQLName.folded(name)) {
            return SelectFault(
                .nondeterministic, at: written.offset, "'\(term)' differs from one build to the next",
                hint: "name the key's columns")
        }
        let known = items.filter { candidate in item.map { SQLName.equal($0, candidate.name) } ?? true }
        let hint = DidYouMean.hint(name, among: known.flatMap { $0.columns.map(\.name) }, allowed: "the columns are")
        return SelectFault(.badView, at: written.offset, "no such column: \(term)", hint: hint)
    }
}
