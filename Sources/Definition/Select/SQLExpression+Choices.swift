// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension SQLExpression {
    /// The text that it is as written; nil for all else.
    var text: String? {
        guard case .literal(let written) = node, written.hasPrefix("'") else { return nil }
        return SQLName.unquoted(written)
    }

    var wholeNumber: Int? {
        if case .literal(let written) = node { Int(written) } else { nil }
    }

    /// Whether it is a number as written, with a sign or without.
    var isNumber: Bool {
        switch node {
        case .literal(let written): Double(written) != nil
        case .prefix("-", let operand): operand.isNumber
        default: false
        }
    }

    /// What CASE and `iif` choose from by conditions.
    var choices: (choices: [SQLChoice], otherwise: SQLExpression?)? {
        switch node {
        case .choice(nil, let choices, let otherwise): (choices, otherwise)
        case .call(let call) where call.name == "iif" && call.arguments.count == 3:
            ([SQLChoice(when: call.arguments[0], then: call.arguments[1])], call.arguments[2])
        default: nil
        }
    }

    /// The values of which it is one, with NULL; nil where it is no choice.
    var alternatives: [SQLExpression]? {
        if let choices { return choices.choices.map(\.then) + [choices.otherwise].compactMap(\.self) }
        switch node {
        case .choice(_, let choices, let otherwise): return choices.map(\.then) + [otherwise].compactMap(\.self)
        case .call(let call) where call.name == "coalesce" || call.name == "ifnull": return call.arguments
        case .call(let call) where call.name == "nullif": return Array(call.arguments.prefix(1))
        default: return nil
        }
    }

    /// What is JSON where it is true.
    var saidValid: [SQLExpression] {
        conjuncts.compactMap { term in
            guard case .call(let call) = term.node, call.name == "json_valid" else { return nil }
            return call.arguments.first
        }
    }
}
