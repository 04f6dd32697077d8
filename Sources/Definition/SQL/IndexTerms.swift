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
        parse(source, "table \(table.name)", table.all.map(\.name))
    }

    /// The same of a view's index.
    static func parse(_ source: SQLText, view: View) -> (terms: [Term], faults: [Diagnostic]) {
        parse(source, "view \(view.name)", view.columns.map(\.name))
    }

    private static func parse(
        _ source: SQLText, _ owner: String, _ columns: [String]
    ) -> (terms: [Term], faults: [Diagnostic]) {
        let tokens: [SQLToken]
        do {
            tokens = try SQLTokenizer.tokens(source.text, .expression)
        } catch {
            return ([], [source.fault(.badValue, at: error.offset, error.message, hint: error.hint)])
        }
        var terms: [Term] = []
        var faults: [Diagnostic] = []
        for part in tokens.split(omittingEmptySubsequences: false, whereSeparator: { $0.isSymbol(",") }) {
            switch term(Array(part), source, owner, columns) {
            case .success(let term) where terms.contains { $0.column == term.column }:
                faults.append(source.fault(.repeatedName, at: part.first?.offset ?? 0, "\(term.column) stands twice"))
            case .success(let term): terms.append(term)
            case .failure(let fault): faults.append(fault)
            }
        }
        return (terms, faults)
    }

    private static func term(
        _ tokens: [SQLToken], _ source: SQLText, _ owner: String, _ columns: [String]
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
        guard let column = columns.first(where: { SQLName.equal($0, name) }) else {
            let known = columns.joined(separator: ", ")
            return .failure(
                source.fault(
                    .unknownName, at: first.offset, "\(owner) has no column \(name)", hint: "it has \(known)"
                ))
        }
        return .success(Term(column: column, isDescending: isDescending))
    }
}

extension Place {
    /// For texts that are checked already.
    static let none = Place(file: "", line: 1, column: 1)
}
