// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// ORDER BY and LIMIT of a whole view: all rows are kept, and the first ones shown.
struct ViewLimit {
    /// The places of result columns that are ordered by, with the words behind them.
    var order: [(place: Int, words: String)]
    /// LIMIT, and OFFSET if there is one.
    var text: String

    /// Reads them; nil if there is no LIMIT, since a view's rows have no order of their own.
    init?(_ select: Select) throws {
        guard let limit = select.limit else { return nil }
        for number in [limit, select.skip].compactMap(\.self) {
            guard case .literal = number.node else {
                throw SelectFault(
                    .unsupportedClause, at: number.offset, "LIMIT must be a number", hint: "write the number")
            }
        }
        text = " LIMIT \(limit.sql)" + (select.skip.map { " OFFSET \($0.sql)" } ?? "")
        let columns = select.arms[0].columns
        order = try select.order.map { term in
            var place = columns.firstIndex { $0.expression == term.expression }
            if case .column(nil, let name) = term.expression.node { place = columns.firstIndex { $0.name == name } }
            if case .literal(let number) = term.expression.node { place = Int(number).map { $0 - 1 } }
            guard let place, columns.indices.contains(place) else {
                throw SelectFault(
                    .unsupportedClause, at: term.expression.offset, "ORDER BY of what the view does not show",
                    hint: "add it to the result")
            }
            let nulls = term.nullsFirst.map { $0 ? " NULLS FIRST" : " NULLS LAST" } ?? ""
            return (place, (term.isDescending ? " DESC" : "") + nulls)
        }
    }

    /// The words behind the view's SELECT, by places of the result; rows that are equal in what is ordered by come by
    /// their key (R22).
    func clause(_ source: Source) -> String {
        let terms = order.map { "\($0.place + 1)\($0.words)" } + source.tieBreak.map { "\($0 + 1)" }
        return " ORDER BY \(terms.listed)\(text)"
    }

    /// The statement that makes the index in whose order the rows are read; none where NULLs have a place of their own.
    func index(_ source: Source) -> [String] {
        let terms = order + source.tieBreak.map { ($0, "") }
        if terms.contains(where: { $0.words.contains("NULLS") }) { return [] }
        let columns = terms.map { place, words in
            let stored = source.shown[place]
            return (source.column(stored: stored)?.indexed ?? stored.quoted) + words
        }
        return ["CREATE INDEX \((source.name + "__o").quoted) ON \(source.table.quoted) (\(columns.listed))"]
    }
}
