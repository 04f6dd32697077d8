// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Makes the branches of an arm: a LEFT JOIN that may find several rows becomes the join and, without it, the rows that
/// find none.
struct LeftSplit {
    private let open: OpenArm

    init(_ open: OpenArm) {
        self.open = Self.strengthened(open)
    }

    /// A LEFT JOIN whose missing row a condition refuses in any case is a plain join.
    private static func strengthened(_ open: OpenArm) -> OpenArm {
        var open = open
        while let place = open.lefts.firstIndex(where: { left in
            open.conditions.contains { refusesMissing($0, left.item.alias) }
        }) {
            let left = open.lefts.remove(at: place)
            open.inner.append(left.item)
            open.conditions += left.terms
        }
        return open
    }

    /// The same for the lookups of a branch that a LEFT JOIN was split off.
    private static func strengthen(_ branch: inout Branch) {
        while let place = branch.lookups.firstIndex(where: { lookup in
            branch.conditions.contains { refusesMissing($0, lookup.item.alias) }
        }) {
            let lookup = branch.lookups.remove(at: place)
            branch.inner.append(lookup.item)
            branch.conditions += lookup.terms
        }
    }

    /// Whether a term compares a column of the item itself, so that it does not hold for NULL.
    static func refusesMissing(_ term: SQLExpression, _ item: String) -> Bool {
        guard case .infix(let symbol, let left, let right) = term.node, comparisons.contains(symbol) else {
            return false
        }
        return [left, right].contains { operand in
            if case .column(item, _) = operand.node { true } else { false }
        }
    }

    private static let comparisons: Set<String> = ["=", "==", "<", ">", "<=", ">=", "<>", "!="]

    func branches(_ outputs: [SQLExpression], splits: inout Int) throws -> [Branch] {
        var branches = [
            (branch: Branch(inner: open.inner, conditions: open.conditions, outputs: outputs), gone: Set<String>())
        ]
        for left in open.lefts {
            var isSplit = false
            branches = branches.flatMap { branch, gone -> [(branch: Branch, gone: Set<String>)] in
                let terms = left.terms.map { Self.without($0, gone) }
                let isDead = terms.contains(where: Self.isNever)
                if !isDead, Equality.cover(left.item, in: terms) {
                    var branch = branch
                    branch.lookups.append(Lookup(item: left.item, terms: terms))
                    return [(branch, gone)]
                }
                var absent = branch
                absent.outputs = absent.outputs.map { Self.without($0, [left.item.alias]) }
                absent.conditions = absent.conditions.map { Self.without($0, [left.item.alias]) }
                let without = gone.union([left.item.alias])
                if isDead { return [(absent, without)] }
                isSplit = true
                var present = branch
                present.inner.append(left.item)
                present.conditions += terms
                Self.strengthen(&present)
                absent.absent.append(Lookup(item: left.item, terms: terms))
                return [(present, gone), (absent, without)]
            }
            if isSplit { splits += 1 }
            if splits > Lowering.splitsMax {
                throw SelectFault(
                    .notSupportedYet, at: left.item.offset,
                    "more than \(Lowering.splitsMax) LEFT JOINs that may find several rows",
                    hint: "aggregate them in views of their own, and join those")
            }
        }
        let all = try branches.map { try completed($0.branch) }
        let live = all.filter { !$0.conditions.contains(where: Self.isNever) }
        return live.isEmpty ? Array(all.prefix(1)) : live
    }

    /// The branch with what its SELECTs within expressions read.
    private func completed(_ branch: Branch) throws -> Branch {
        var branch = branch
        branch.conditions = branch.conditions.map(Self.folded)
        branch.outputs = branch.outputs.map(Self.folded)
        let terms = branch.conditions + branch.outputs + (branch.lookups + branch.absent).flatMap(\.terms)
        for term in terms {
            var failure: SelectFault?
            term.forEach { part in
                guard let (select, isScalar) = Self.select(part), let name = select.arms[0].from.first?.name,
                    let item = open.correlated[name]
                else { return }
                let lookup = Lookup(item: item, terms: select.arms[0].condition?.conjuncts ?? [])
                if isScalar, !Equality.cover(item, in: lookup.terms) {
                    failure = SelectFault(
                        .notSupportedYet, at: part.offset, "a SELECT as a value that does not look up by the whole key",
                        hint: "make it a view of its own, and join it")
                }
                branch.correlated.append(lookup)
            }
            if let failure { throw failure }
        }
        return branch
    }

    private static func select(_ part: SQLExpression) -> (Select, isScalar: Bool)? {
        switch part.node {
        case .exists(let select): (select, false)
        case .scalar(let select): (select, true)
        default: nil
        }
    }

    /// SELECTs that can find nothing become what they give then.
    private static func folded(_ expression: SQLExpression) -> SQLExpression {
        expression.rewritten { part in
            guard let (select, isScalar) = select(part),
                select.arms[0].condition?.conjuncts.contains(where: isNever) ?? false
            else { return nil }
            return isScalar ? .null : SQLExpression(.literal("0"))
        }
    }

    /// The expression with NULL for the columns of items that have no row.
    private static func without(_ expression: SQLExpression, _ items: Set<String>) -> SQLExpression {
        if items.isEmpty { return expression }
        return expression.rewritten { part in
            guard case .column(let item?, _) = part.node else { return nil }
            return items.contains(item) ? .null : part
        }
    }

    /// Whether a term never holds, such as a comparison with NULL.
    private static func isNever(_ term: SQLExpression) -> Bool {
        if case .literal(let text) = term.node { return text == "0" || term.isNullLiteral }
        guard case .infix(let symbol, let left, let right) = term.node,
            comparisons.contains(symbol)
        else { return false }
        return left.isNullLiteral || right.isNullLiteral
    }
}
