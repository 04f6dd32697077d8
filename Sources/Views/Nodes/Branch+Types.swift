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

    /// The column that holds an output as it is: a column's own type, `ANY` for an expression; nil for NULL.
    func column(of output: Int) -> Source.Column? {
        let expression = outputs[output]
        if expression.isNullLiteral { return nil }
        let inference = inference
        var type = "ANY"
        if case .column(let item, let name) = expression.node {
            let place = occurrences.first { $0.item.alias == item }
            type = place?.item.source.column(stored: name)?.type ?? "ANY"
        }
        if case .cast(_, let name) = expression.node { type = KindInference.cast(name).declared }
        return Source.Column(
            stored: "", kinds: inference.kinds(expression), type: type, isNullable: inference.isNullable(expression))
    }
}
