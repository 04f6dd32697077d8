// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// Reads an expression's tokens into parts: finds references with the types written around them.
struct ExpressionReader {
    /// What the words of types around a reference are called.
    static let wrappers: Set<String> = [
        "integer", "real", "text", "boolean", "blob", "json", "decimal", "timestamp", "date",
    ]
    private static let refusedWords: Set<String> = ["select", "values", "with", "exists"]

    private let source: SQLText
    private let tokens: [SQLToken]
    private let constants: ConstantReader
    private let inElement: Bool
    private var position = 0
    private var pieces: [ExpressionPiece] = []
    private var faults: [Diagnostic] = []

    /// The parts of an expression.
    ///
    /// - Parameter inElement: Whether an `each` is at an element, so that `$each` and `$index` have values.
    static func read(
        _ source: SQLText, _ constants: ConstantReader, inElement: Bool
    ) -> Result<[ExpressionPiece], DiagnosticList> {
        let tokens: [SQLToken]
        do {
            tokens = try SQLTokenizer.tokens(source.text, .expression)
        } catch {
            let fault = source.fault(.badExpression, at: error.offset, error.message, hint: error.hint)
            return .failure(DiagnosticList([fault]))
        }
        var reader = ExpressionReader(source: source, tokens: tokens, constants: constants, inElement: inElement)
        reader.checkTokens()
        while reader.faults.isEmpty, reader.position < tokens.count { reader.readPiece() }
        return reader.faults.isEmpty ? .success(reader.pieces) : .failure(DiagnosticList(reader.faults))
    }

    private init(source: SQLText, tokens: [SQLToken], constants: ConstantReader, inElement: Bool) {
        self.source = source
        self.tokens = tokens
        self.constants = constants
        self.inElement = inElement
    }

    private mutating func fault(_ code: DiagnosticCode, at token: Int, _ message: String, hint: String? = nil) {
        let offset = token < tokens.count ? tokens[token].offset : source.text.utf8.count
        faults.append(source.fault(code, at: offset, message, hint: hint))
    }

    /// Refuses what no expression holds, before anything is made of it.
    private mutating func checkTokens() {
        if tokens.isEmpty { fault(.badExpression, at: 0, "the expression is empty") }
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            if token.isSymbol("(") {
                open.append(index)
            } else if token.isSymbol(")"), open.popLast() == nil {
                fault(.badExpression, at: index, "a parenthesis closes that was not opened")
            } else if token.isSymbol(";") {
                fault(.badExpression, at: index, "a semicolon in an expression")
            } else if token.kind == .parameter {
                fault(.badExpression, at: index, "\(token.text) is no value here", hint: "an event's field is $.name")
            } else if case .reference(let reference) = token.kind {
                checkScope(reference, at: index)
            } else if token.kind == .word, Self.refusedWords.contains(SQLName.folded(token.text)) {
                fault(
                    .badExpression, at: index, "\(token.text) in an expression",
                    hint: "an expression reads the event and its own row; a query or a view reads other rows")
            }
        }
        if let last = open.last { fault(.badExpression, at: last, "a parenthesis is not closed") }
    }

    /// Refuses a reference that has no value here.
    private mutating func checkScope(_ reference: EventReference, at token: Int) {
        switch reference.kind {
        case .each, .index:
            if inElement { return }
            fault(
                .badExpression, at: token, "\(reference) without each: in the handler",
                hint: "each: $.items makes a row of each element; an element of the body is $.items[0]")
        case .source:
            fault(
                .badExpression, at: token, "\(reference) in a handler: $source is of changes, which have none",
                hint: "a column of a table with from: reads it: lsn: $source.lsn integer")
        default: return
        }
    }

    private mutating func readPiece() {
        let token = tokens[position]
        if case .reference(let reference) = token.kind {
            append(.untyped(reference), taking: 1)
        } else if token.kind == .word, position + 1 < tokens.count, tokens[position + 1].isSymbol("("),
            Self.wrappers.contains(SQLName.folded(token.text))
        {
            readWrapper(SQLName.folded(token.text))
        } else {
            append(.token(token), taking: 1)
        }
    }

    private mutating func append(_ kind: ExpressionPiece.Kind, taking count: Int) {
        pieces.append(ExpressionPiece(kind: kind, offset: tokens[position].offset))
        position += count
    }

    /// Reads `type(reference)`, `decimal(reference, scale)` and the same of a literal, or leaves it to SQLite.
    private mutating func readWrapper(_ word: String) {
        let inner = Array(tokens[(position + 2)...].prefix { !$0.isSymbol(",") && !$0.isSymbol(")") })
        guard case .reference(let reference)? = inner.first?.kind else { return readLiteral(word, inner) }
        // SQLite's own date() and json() of what has its type already.
        let isKnown = Self.knownType(of: reference) != nil
        if isKnown, word == "date" || word == "json" { return append(.token(tokens[position]), taking: 1) }
        guard inner.count == 1 else {
            return fault(
                .badExpression, at: position + 3, "\(word)(…) is the type of one event field",
                hint: "write \(Self.example(word, reference)) and compute with that")
        }
        guard let (type, count) = wrapperType(word, inner: 1) else {
            return fault(
                .badExpression, at: position, "the type of \(reference) is not written as a type",
                hint: Self.example(word, reference))
        }
        guard !isKnown || type == Self.knownType(of: reference) else {
            let name = Self.knownType(of: reference)?.name ?? ""
            return fault(.badExpression, at: position, "\(reference) is of type \(name) already", hint: "\(reference)")
        }
        append(.field(EventField(origin: EventField.Origin(reference), type: type)), taking: count)
    }

    /// Reads `decimal('5.00', 2)` and `timestamp('2020-01-01T00:00:00Z')`.
    private mutating func readLiteral(_ word: String, _ inner: [SQLToken]) {
        if word == "date" || word == "json" { return append(.token(tokens[position]), taking: 1) }
        guard word == "decimal" || word == "timestamp", constants.isLiteral(inner) else {
            return fault(
                .badExpression, at: position, "\(word)(…) is the type of one event field",
                hint: "\(word == "decimal" ? "decimal($.price, 2)" : "\(word)($.name)"); CAST converts other values")
        }
        guard let (type, count) = wrapperType(word, inner: inner.count) else {
            return fault(.badExpression, at: position, "the type is not written as one", hint: "decimal('5.00', 2)")
        }
        let written = inner.map { $0.stringValue ?? $0.text }.joined()
        guard let value = constants.value(ofText: written, type) else {
            return fault(.badExpression, at: position + 2, "\(inner.map(\.text).joined()) is no \(type.name)")
        }
        append(.constant(value, type, sql: ConstantReader.sql(of: value)), taking: count)
    }

    /// The type of a wrapper around `inner` tokens, and how many tokens it takes in all.
    private func wrapperType(_ word: String, inner: Int) -> (ValueType, Int)? {
        let rest = tokens[(position + 2 + inner)...].prefix(3).map(\.text)
        if word == "decimal" {
            guard rest.count == 3, rest[0] == ",", rest[2] == ")" else { return nil }
            return ValueType(name: "decimal(\(rest[1]))").map { ($0, inner + 5) }
        }
        return rest.first == ")" ? ValueType(name: word).map { ($0, inner + 3) } : nil
    }
}

extension ExpressionReader {
    /// The type that a reference has wherever it stands.
    static func knownType(of reference: EventReference) -> ValueType? {
        switch reference.kind {
        case .time: .timestamp
        case .offset, .index: .integer
        default: nil
        }
    }

    /// How a reference is written with its type.
    static func example(_ word: String, _ reference: EventReference) -> String {
        word == "decimal" ? "decimal(\(reference), 2)" : "\(word)(\(reference))"
    }
}

extension EventField.Origin {
    /// Where the value of a reference is found.
    init(_ reference: EventReference) {
        switch reference.kind {
        case .body(let path): self = .body(path)
        case .key(let path): self = .key(path)
        case .header(let name): self = .header(name)
        case .type: self = .type
        case .time: self = .time
        case .offset: self = .offset
        case .each(let path): self = .each(path)
        case .index: self = .index
        case .source(let path): self = .source(path)
        }
    }
}
