// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Refuses comparisons that would come out otherwise because a value is stored.
///
/// SQLite turns texts into numbers, or numbers into texts, by the declared types of what it compares: a column that was
/// an expression has a type that the expression had not. Where both sides are numbers, or both texts, nothing is
/// turned.
struct AffinityCheck {
    /// The column that a name stands for.
    let column: (_ item: String?, _ name: String) -> Source.Column?
    let inference: KindInference

    func check(_ expressions: [SQLExpression]) throws {
        var fault: SelectFault?
        for expression in expressions {
            expression.forEach { part in
                guard fault == nil, pairs(of: part).contains(where: mixes) else { return }
                fault = SelectFault(
                    .badView, at: part.offset, "a number may be compared with a text here",
                    hint: "CAST one side to the type of the other")
            }
        }
        if let fault { throw fault }
    }

    private static let comparisons: Set<String> = [
        "=", "==", "<>", "!=", "<", ">", "<=", ">=", "IS", "IS NOT", "IS DISTINCT FROM", "IS NOT DISTINCT FROM",
    ]

    private func pairs(of part: SQLExpression) -> [(SQLExpression, SQLExpression)] {
        switch part.node {
        case .infix(let symbol, let left, let right):
            Self.comparisons.contains(symbol) ? [(left, right), (right, left)] : []
        case .between(let one, _, let low, let high): [low, high].flatMap { [(one, $0), ($0, one)] }
        case .inList(let one, _, let list): list.flatMap { [(one, $0), ($0, one)] }
        case .choice(let base?, let choices, _): choices.flatMap { [(base, $0.when), ($0.when, base)] }
        default: []
        }
    }

    private func mixes(_ one: SQLExpression, _ other: SQLExpression) -> Bool {
        guard case .column(let item, let name) = one.node, let stored = column(item, name), stored.isComputed else {
            return false
        }
        let own = stored.kinds
        let others = inference.kinds(other)
        let numbers: StorageKinds = [.integer, .real]
        let isMixed = [(own, others), (others, own)].contains {
            !$0.isDisjoint(with: numbers) && !$1.isSubset(of: numbers)
        }
        if stored.type != "ANY" { return isMixed }
        // Without a type only a text column on the other side makes a difference: it turns numbers into texts.
        var isText = false
        if case .column(let item, let name) = other.node { isText = column(item, name)?.type == "TEXT" }
        if case .cast(_, let type) = other.node { isText = KindInference.cast(type) == .text }
        return isMixed && isText
    }
}
