// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension SQLExpression {
    /// Makes NULL.
    static var null: SQLExpression { SQLExpression(.literal("NULL")) }

    /// Makes a column's value.
    static func column(_ item: String?, _ name: String) -> SQLExpression {
        SQLExpression(.column(item: item, name: name))
    }

    /// Makes an operation.
    static func infix(_ symbol: String, _ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        SQLExpression(.infix(symbol, left, right), at: left.offset)
    }

    /// Whether it is NULL as written.
    var isNullLiteral: Bool {
        if case .literal(let text) = node { text.uppercased() == "NULL" } else { false }
    }

    /// The expressions right below it, those of a SELECT in it too.
    private var operands: [SQLExpression] { children + (select?.expressions ?? []) }

    /// Calls `visit` with the expression and all within it.
    func forEach(_ visit: (SQLExpression) -> Void) {
        visit(self)
        for operand in operands { operand.forEach(visit) }
    }

    /// Whether `test` holds for it or anything within it.
    func contains(_ test: (SQLExpression) -> Bool) -> Bool {
        test(self) || operands.contains { $0.contains(test) }
    }

    /// The same, but for what stands in SELECTs within it.
    func containsHere(_ test: (SQLExpression) -> Bool) -> Bool {
        test(self) || children.contains { $0.containsHere(test) }
    }

    /// The FROM items whose columns it names.
    var items: Set<String> {
        var found: Set<String> = []
        forEach { if case .column(let item?, _) = $0.node { found.insert(item) } }
        return found
    }

    /// Whether a SELECT stands in it.
    var hasSelect: Bool { contains { $0.select != nil } }

    /// The expression with parts changed: where `change` answers, its answer stands, else the operands are changed.
    func rewritten(_ change: (SQLExpression) throws -> SQLExpression?) rethrows -> SQLExpression {
        if let changed = try change(self) { return changed }
        func go(_ expression: SQLExpression) throws -> SQLExpression { try expression.rewritten(change) }
        let node: Node =
            switch self.node {
            case .literal, .column: self.node
            case .prefix(let symbol, let one): .prefix(symbol, try go(one))
            case .postfix(let word, let one): .postfix(word, try go(one))
            case .cast(let one, let type): .cast(try go(one), type)
            case .collate(let one, let name): .collate(try go(one), name)
            case .infix(let symbol, let left, let right): .infix(symbol, try go(left), try go(right))
            case .like(let word, let isNot, let left, let right, let escape):
                .like(word, isNot: isNot, try go(left), try go(right), escape: try escape.map(go))
            case .between(let one, let isNot, let low, let high):
                .between(try go(one), isNot: isNot, try go(low), try go(high))
            case .inList(let one, let isNot, let list): .inList(try go(one), isNot: isNot, try list.map(go))
            case .inSelect(let one, let isNot, let select):
                .inSelect(try go(one), isNot: isNot, try select.rewritten(change))
            case .exists(let select): .exists(try select.rewritten(change))
            case .scalar(let select): .scalar(try select.rewritten(change))
            case .choice(let base, let choices, let otherwise):
                .choice(
                    base: try base.map(go),
                    try choices.map { SQLChoice(when: try go($0.when), then: try go($0.then)) },
                    otherwise: try otherwise.map(go))
            case .call(let call): .call(try call.rewritten(change))
            case .row(let values): .row(try values.map(go))
            }
        return SQLExpression(node, at: offset)
    }
}

extension SQLCall {
    /// The call with its expressions changed.
    func rewritten(_ change: (SQLExpression) throws -> SQLExpression?) rethrows -> SQLCall {
        var call = self
        call.arguments = try arguments.map { try $0.rewritten(change) }
        call.filter = try filter.map { try $0.rewritten(change) }
        if let over {
            call.over = SQLWindow(
                partition: try over.partition.map { try $0.rewritten(change) },
                order: try over.order.map { term in
                    OrderTerm(
                        try term.expression.rewritten(change), isDescending: term.isDescending,
                        nullsFirst: term.nullsFirst)
                }, frame: over.frame)
        }
        return call
    }
}

extension Select {
    /// The expressions of all arms.
    var expressions: [SQLExpression] { arms.flatMap(\.expressions) }

    /// The SELECT with the expressions of its arms changed.
    func rewritten(_ change: (SQLExpression) throws -> SQLExpression?) rethrows -> Select {
        var select = self
        select.arms = try arms.map { try $0.rewritten(change) }
        return select
    }
}

extension SelectArm {
    /// All its expressions.
    var expressions: [SQLExpression] {
        columns.map(\.expression) + from.compactMap(\.condition) + [condition, having].compactMap(\.self) + group
    }

    /// The arm with its expressions changed.
    func rewritten(_ change: (SQLExpression) throws -> SQLExpression?) rethrows -> SelectArm {
        var arm = self
        arm.columns = try columns.map { Column(try $0.expression.rewritten(change), name: $0.name) }
        arm.from = try from.map { item in
            var item = item
            item.condition = try item.condition.map { try $0.rewritten(change) }
            return item
        }
        arm.condition = try condition.map { try $0.rewritten(change) }
        arm.group = try group.map { try $0.rewritten(change) }
        arm.having = try having.map { try $0.rewritten(change) }
        return arm
    }
}
