// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a query's text shows before SQLite reads it.
struct QueryText {
    /// The text with its place.
    let source: SQLText
    /// Its tokens; an ending semicolon is left out.
    let tokens: [SQLToken]
    /// How many parentheses are open at each token.
    let depths: [Int]
    /// Where the SELECT ends, in bytes.
    let end: Int

    /// Reads a query's text.
    init(_ source: SQLText) throws(SQLTokenizer.Fault) {
        self.source = source
        var tokens = try SQLTokenizer.tokens(source.text, .query)
        var end = source.text.utf8.count
        while let last = tokens.last, last.isSymbol(";") {
            end = last.offset
            tokens.removeLast()
        }
        self.tokens = tokens
        self.end = end
        var depth = 0
        depths = tokens.map { token in
            if token.isSymbol(")") { depth -= 1 }
            defer { if token.isSymbol("(") { depth += 1 } }
            return depth
        }
    }

    /// The SELECT without an ending semicolon.
    var sql: String { String(decoding: source.text.utf8.prefix(end), as: UTF8.self) }

    /// Whether one of these words of SQL's stands anywhere.
    func hasWord(_ words: Set<String>) -> Bool {
        tokens.contains { $0.kind == .word && words.contains(SQLName.folded($0.text)) }
    }

    /// Whether rows are chosen, grouped or compared, so that a LIMIT need not end a scan early.
    var needsAllRows: Bool {
        hasWord(["where", "group", "distinct", "having", "union", "intersect", "except", "over"]) || callsAggregate
    }

    /// Whether rows are grouped, as a view could keep them.
    var isGrouped: Bool { hasWord(["group", "distinct"]) || callsAggregate }

    private var callsAggregate: Bool {
        tokens.indices.contains { index in
            let token = tokens[index]
            guard token.kind == .word, PureFunctions.aggregate.contains(SQLName.folded(token.text)),
                index + 1 < tokens.count, tokens[index + 1].isSymbol("(")
            else { return false }
            guard token.isWord("min") || token.isWord("max") else { return true }
            // With several arguments they are functions of one row.
            let inside = tokens.indices[(index + 2)...].prefix { depths[$0] > depths[index] }
            return !inside.contains { tokens[$0].isSymbol(",") && depths[$0] == depths[index] + 1 }
        }
    }

    /// The faults that tokens alone show.
    func faults() -> [Diagnostic] {
        var faults: [Diagnostic] = []
        guard let first = tokens.first else { return [source.fault(.badQuery, at: 0, "the query is empty")] }
        if !first.isWord("select") && !first.isWord("with") {
            let hint = "a query reads tables: SELECT … FROM …"
            faults.append(
                source.fault(
                    .badQuery, at: first.offset, "a query is one SELECT, this starts with \(first.text)", hint: hint))
        }
        for (index, token) in tokens.enumerated() {
            if let (message, hint) = refusal(index, token) {
                faults.append(source.fault(.badQuery, at: token.offset, message, hint: hint))
            }
        }
        return faults
    }

    private func refusal(_ index: Int, _ token: SQLToken) -> (message: String, hint: String?)? {
        let next = index + 1 < tokens.count ? tokens[index + 1] : nil
        let isFollowed = next?.isSymbol(".") == true
        if token.isSymbol(";") { return ("more than one statement", "a query is one SELECT") }
        if depths[index] == 0, token.isWord("limit") {
            return ("the query has a LIMIT of its own", "write limit: {default: 100, max: 1000} beside sql")
        }
        if depths[index] == 0, token.isWord("order"), next?.isWord("by") == true {
            return ("the query has an ORDER BY of its own", "write order: [column desc] beside sql")
        }
        if token.kind == .parameter, !token.text.hasPrefix(":") {
            return ("\(token.text) is no parameter here", "parameters are written :name")
        }
        if isFollowed, let name = token.name, SQLName.equal(name, "main") || SQLName.equal(name, "temp") {
            return ("a table with a schema's name", "name the table alone")
        }
        return nil
    }
}
