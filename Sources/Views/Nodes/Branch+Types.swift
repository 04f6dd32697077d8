// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension Branch {
    /// Tells what the values of the branch may be.
    var inference: KindInference {
        var known: [String: (item: Item, isCertain: Bool)] = [:]
        for place in occurrences { known[place.item.alias] = (place.item, place.role == .inner) }
        return KindInference { [known] item, name in
            guard let place = item.flatMap({ known[$0] }), let column = place.item.source.column(stored: name) else {
                return (.all, true)
            }
            return (column.kinds, column.isNullable || !place.isCertain)
        }
    }

    /// The column that holds an output as it is; nil for NULL.
    func column(of output: Int) -> Source.Column? {
        let expression = outputs[output]
        if expression.isNullLiteral { return nil }
        let inference = inference
        let kinds = inference.kinds(expression)
        var column = Source.Column(
            stored: "", kinds: kinds, type: expression.isArithmetic ? "ANY" : kinds.declared,
            isNullable: inference.isNullable(expression), isComputed: true)
        if case .cast = expression.node { column.isComputed = column.type == "ANY" }
        if case .column(let item, let name) = expression.node, let found = self.column(item, name) {
            (column.type, column.isComputed) = (found.type, found.isComputed)
        }
        return column
    }

    /// The column of an item.
    func column(_ item: String?, _ name: String) -> Source.Column? {
        occurrences.first { $0.item.alias == item }?.item.source.column(stored: name)
    }
}

extension SQLExpression {
    /// Whether it calculates, so that a whole number may become a real one by overflow.
    var isArithmetic: Bool {
        contains { part in
            switch part.node {
            case .infix(let symbol, _, _): ["+", "-", "*", "/", "%"].contains(symbol)
            case .prefix(let symbol, _): symbol == "-"
            default: false
            }
        }
    }
}
