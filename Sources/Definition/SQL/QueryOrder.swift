// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The terms of a query's order.
struct QueryOrder {
    /// One term.
    struct Term {
        /// The column's name.
        var column: String
        /// Whether it is ordered from the last to the first.
        var isDescending: Bool
        /// Where it stands.
        var place: Place
    }

    /// The terms that are right.
    private(set) var terms: [Term] = []
    /// What is wrong with the others.
    private(set) var faults: [Diagnostic] = []

    /// Reads terms such as `placed_at desc`.
    init(_ texts: [QueryDeclaration.Text]) {
        for text in texts {
            let tokens = (try? SQLTokenizer.tokens(text.text, .query)) ?? []
            let isDescending = tokens.count == 2 && tokens[1].isWord("desc")
            let isPlain = tokens.count == 1 || (tokens.count == 2 && tokens[1].isWord("asc"))
            guard let column = tokens.first?.name, isPlain || isDescending else {
                let message = "an order's term is a column, with desc or without"
                faults.append(Diagnostic(.badQuery, at: text.place, message, hint: "order: [placed_at desc, order_id]"))
                continue
            }
            terms.append(Term(column: column, isDescending: isDescending, place: text.place))
        }
    }

    /// The ORDER BY that follows a SELECT; empty without terms.
    func sql(after select: String) -> String {
        terms.isEmpty ? "" : Self.start + parts.joined(separator: ", ")
    }

    /// The place of the term at a byte of the ORDER BY.
    func place(at offset: Int) -> Place {
        var end = Self.start.utf8.count
        for (term, part) in zip(terms, parts) {
            end += part.utf8.count + 2
            if offset < end { return term.place }
        }
        return terms.last?.place ?? .none
    }

    private static let start = "\nORDER BY "

    private var parts: [String] {
        terms.map { SQLName.quoted($0.column) + ($0.isDescending ? " DESC" : "") }
    }
}
