// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SQLExpression {
    /// The expressions right below it; not those of a SELECT in it.
    public var children: [SQLExpression] {
        switch node {
        case .literal, .column, .exists, .scalar: []
        case .prefix(_, let operand), .postfix(_, let operand), .cast(let operand, _), .collate(let operand, _),
            .inSelect(let operand, _, _):
            [operand]
        case .infix(_, let left, let right): [left, right]
        case .like(_, _, let left, let pattern, let escape): [left, pattern] + [escape].compactMap(\.self)
        case .between(let value, _, let low, let high): [value, low, high]
        case .inList(let value, _, let list): [value] + list
        case .choice(let base, let choices, let otherwise):
            [base].compactMap(\.self) + choices.flatMap { [$0.when, $0.then] } + [otherwise].compactMap(\.self)
        case .call(let call): call.parts
        case .row(let list): list
        }
    }

    /// The SELECT that it is made of, if it is.
    public var select: Select? {
        switch node {
        case .exists(let select), .scalar(let select), .inSelect(_, _, let select): select
        default: nil
        }
    }

    /// Visits it and all below, from the top; not what is within a SELECT in it.
    func walk(_ visit: (SQLExpression) -> Void) {
        visit(self)
        for child in children { child.walk(visit) }
    }

    /// Whether it or anything below is so; not what is within a SELECT in it.
    func contains(_ isWanted: (SQLExpression) -> Bool) -> Bool {
        isWanted(self) || children.contains { $0.contains(isWanted) }
    }

    /// The terms that AND joins.
    public var conjuncts: [SQLExpression] {
        if case .infix("AND", let left, let right) = node { return left.conjuncts + right.conjuncts }
        return [self]
    }
}

extension SQLCall {
    /// All expressions of a call.
    var parts: [SQLExpression] {
        arguments + [filter].compactMap(\.self) + (over?.partition ?? []) + (over?.order.map(\.expression) ?? [])
    }
}
