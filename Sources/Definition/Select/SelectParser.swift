// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Parses a view's SELECT as SQLite does; what a view cannot have is a fault with its place and a rewrite.
///
/// It goes down the text by recursion, whose depth is bounded, so that no text can exhaust the stack.
struct SelectParser {
    /// The longest text, in bytes; a view of 100 columns over ten tables has some 5,000.
    static let bytesMax = 65_536
    /// How deep parentheses and operators may nest; SQLite itself ends at 50.
    static let depthMax = 60

    /// The words that are no names; SQLite takes all others of its own for names where nothing else fits.
    private static let reserved: Set<String> = [
        "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "check", "collate", "commit",
        "constraint", "create", "default", "deferrable", "delete", "distinct", "drop", "else", "escape", "except",
        "exists", "foreign", "from", "group", "having", "in", "index", "insert", "intersect", "into", "is", "isnull",
        "join", "limit", "not", "nothing", "notnull", "null", "on", "or", "order", "primary", "references", "returning",
        "select", "set", "table", "then", "to", "transaction", "union", "unique", "update", "using", "values", "when",
        "where",
    ]
    static let joinWords: Set<String> = ["cross", "full", "inner", "left", "natural", "outer", "right"]

    let source: SelectSource
    let tokens: [SQLToken]
    private let end: Int
    var position = 0
    /// How deep the recursion is.
    private var depth = 0
    /// The height of the tallest expression within the one that is being read.
    var tallest = 0
    /// The named windows of the arm that is being read, by their names in lower case.
    var windows: [String: SQLWindow] = [:]
    /// Where the WINDOW clause of the arm that is being read ends.
    var windowsEnd: Int?

    /// Parses a whole text.
    static func parse(_ text: String) throws(SelectFault) -> Select {
        var parser = try SelectParser(text)
        let select = try parser.select()
        guard let rest = parser.current else { return select }
        throw parser.unexpected(rest, "the end")
    }

    private init(_ text: String) throws(SelectFault) {
        guard text.utf8.count <= Self.bytesMax else {
            throw SelectFault(
                .badView, at: Self.bytesMax, "the text is longer than \(Self.bytesMax) bytes",
                hint: "make two views of it, the second reading the first")
        }
        source = SelectSource(text)
        var tokens: [SQLToken]
        do {
            tokens = try SQLTokenizer.tokens(text, .query)
        } catch {
            throw SelectFault(.badView, at: error.offset, error.message, hint: error.hint)
        }
        while let last = tokens.last, last.isSymbol(";") { tokens.removeLast() }
        self.tokens = tokens
        end = tokens.last?.end ?? 0
    }

    // MARK: tokens

    /// The token at hand; nil at the end.
    var current: SQLToken? { position < tokens.count ? tokens[position] : nil }

    /// The token some places ahead.
    func peek(_ distance: Int) -> SQLToken? {
        position + distance < tokens.count ? tokens[position + distance] : nil
    }

    /// Where the token at hand starts.
    var offset: Int { current?.offset ?? end }

    /// Where the last token taken ends.
    var taken: Int { position > 0 ? tokens[position - 1].end : 0 }

    /// Whether these words come next.
    func sees(_ words: String...) -> Bool {
        words.indices.allSatisfy { peek($0)?.isWord(words[$0]) == true }
    }

    /// Whether this sign comes next.
    func seesSymbol(_ symbol: String, after distance: Int = 0) -> Bool { peek(distance)?.isSymbol(symbol) == true }

    /// Takes words if all of them come next.
    mutating func take(_ words: String...) -> Bool {
        guard words.indices.allSatisfy({ peek($0)?.isWord(words[$0]) == true }) else { return false }
        position += words.count
        return true
    }

    /// Takes a sign if it comes next.
    mutating func takeSymbol(_ symbol: String) -> Bool {
        guard seesSymbol(symbol) else { return false }
        position += 1
        return true
    }

    /// Takes a word that must come.
    mutating func expect(_ word: String) throws(SelectFault) {
        guard take(word) else { throw unexpected(current, word.uppercased()) }
    }

    /// Takes a sign that must come.
    mutating func expectSymbol(_ symbol: String) throws(SelectFault) {
        guard takeSymbol(symbol) else { throw unexpected(current, symbol) }
    }

    /// Whether a token can be a name; a text can where SQLite allows it.
    func isName(_ token: SQLToken?, orText: Bool = false) -> Bool {
        guard let token else { return false }
        switch token.kind {
        case .word: return !Self.reserved.contains(SQLName.folded(token.text))
        case .quotedName: return true
        case .string: return orText
        default: return false
        }
    }

    /// Takes a name that must come.
    mutating func name(_ what: String) throws(SelectFault) -> String {
        guard isName(current, orText: true), let token = current else { throw unexpected(current, what) }
        position += 1
        return token.name ?? token.stringValue ?? ""
    }

    /// Whether a name can stand without quotes.
    static func isPlain(_ name: String) -> Bool {
        let isWord = name.utf8.allSatisfy {
            (0x61...0x7a).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5f
        }
        let folded = SQLName.folded(name)
        guard let first = name.utf8.first, isWord, !(0x30...0x39).contains(first) else { return false }
        return !reserved.contains(folded) && !joinWords.contains(folded) && folded != "true" && folded != "false"
    }

    // MARK: depth and faults

    /// Runs a part of the grammar one level deeper.
    mutating func deeper<Result>(
        _ body: (inout SelectParser) throws(SelectFault) -> Result
    ) throws(SelectFault) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { throw tooDeep }
        return try body(&self)
    }

    /// The fault of what nests too deep.
    var tooDeep: SelectFault {
        SelectFault(
            .badView, at: offset, "deeper than \(Self.depthMax) levels",
            hint: "make two views of it, the second reading the first")
    }

    /// The fault of a token that does not belong there.
    func unexpected(_ token: SQLToken?, _ wanted: String) -> SelectFault {
        guard let token else { return SelectFault(.badView, at: end, "expected \(wanted), found the end") }
        if token.kind == .parameter {
            return SelectFault(
                .badView, at: token.offset, "a view has no parameters, found '\(token.text)'",
                hint: "put the parameter into the query that reads the view")
        }
        return SelectFault(.badView, at: token.offset, "expected \(wanted), found \(Wording.quote(token.text))")
    }

    /// The fault of a clause that a view cannot have.
    func unsupported(_ start: Int, _ what: String, hint: String) -> SelectFault {
        SelectFault(.unsupportedClause, at: start, "a view cannot have \(what)", hint: hint)
    }
}
