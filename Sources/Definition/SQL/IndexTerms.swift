// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads the terms of an index: columns, each with `asc` or `desc` or without.
enum IndexTerms {
    /// One term.
    struct Term: Hashable {
        /// The column's name, as the table has it.
        var column: String
        /// Whether it is ordered from the last to the first.
        var isDescending: Bool
    }

    /// The terms of a text that are right, and the faults of the others.
    static func parse(_ source: SQLText, table: TableShape) -> (terms: [Term], faults: [Diagnostic]) {
        let tokens: [SQLToken]
        do {
            tokens = try SQLTokenizer.tokens(source.text, .expression)
        } catch {
            return ([], [source.fault(.badValue, at: error.offset, error.message, hint: error.hint)])
        }
        var terms: [Term] = []
        var faults: [Diagnostic] = []
        for part in tokens.split(omittingEmptySubsequences: false, whereSeparator: { $0.isSymbol(",") }) {
            switch term(Array(part), source, table) {
            case .success(let term) where terms.contains { $0.column == term.column }:
                faults.append(source.fault(.repeatedName, at: part.first?.offset ?? 0, "\(term.column) stands twice"))
            case .success(let term): terms.append(term)
            case .failure(let fault): faults.append(fault)
            }
        }
        return (terms, faults)
    }

    private static func term(
        _ tokens: [SQLToken], _ source: SQLText, _ table: TableShape
    ) -> Result<Term, Diagnostic> {
        guard let first = tokens.first else {
            return .failure(source.fault(.badValue, at: 0, "an index term is empty", hint: "index: [\"a, b desc\"]"))
        }
        let isDescending = tokens.count == 2 && tokens[1].isWord("desc")
        guard let name = first.name, tokens.count == 1 || isDescending || (tokens.count == 2 && tokens[1].isWord("asc"))
        else {
            return .failure(
                source.fault(
                    .notSupportedYet, at: first.offset, "an index term that is no column",
                    hint: "a term is a column, or a column and desc"))
        }
        guard let column = table.all.first(where: { SQLName.equal($0.name, name) }) else {
            let known = table.all.map(\.name).joined(separator: ", ")
            return .failure(
                source.fault(
                    .unknownName, at: first.offset, "table \(table.name) has no column \(name)", hint: "it has \(known)"
                ))
        }
        return .success(Term(column: column.name, isDescending: isDescending))
    }
}

extension Place {
    /// For texts that are checked already.
    static let none = Place(file: "", line: 1, column: 1)
}
