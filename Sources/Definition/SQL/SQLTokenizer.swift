// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// Splits an SQL text into tokens, as SQLite does.
struct SQLTokenizer {
    /// What a `$` starts, and whether comments may stand.
    enum Dialect {
        /// An expression of `set`: `$` starts a reference to the event, comments are refused.
        case expression
        /// A query: `$` starts a parameter, comments are skipped.
        case query
    }

    /// What stops the reading of a text.
    struct Fault: Error {
        var message: String
        var offset: Int
        var hint: String?
    }

    private static let symbols = ["->>", "->", "||", "<=", ">=", "<>", "<<", ">>", "==", "!="]
    private static let signs = Set("+-*/%&|<>=~(),.;".utf8)

    private let text: String
    private let bytes: [UInt8]
    private let dialect: Dialect
    private var position = 0

    private init(_ text: String, _ dialect: Dialect) {
        self.text = text
        self.dialect = dialect
        bytes = Array(text.utf8)
    }

    /// The tokens of a text.
    static func tokens(_ text: String, _ dialect: Dialect) throws(Fault) -> [SQLToken] {
        var tokenizer = SQLTokenizer(text, dialect)
        var tokens: [SQLToken] = []
        while try tokenizer.skipBlanks() {
            let start = tokenizer.position
            let kind = try tokenizer.next()
            tokens.append(SQLToken(kind: kind, text: tokenizer.slice(start), offset: start))
        }
        return tokens
    }

    /// Skips blanks and comments; false at the end.
    private mutating func skipBlanks() throws(Fault) -> Bool {
        while let byte = peek() {
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0c, 0x0d: position += 1
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"): try skipComment(until: "\n")
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): try skipComment(until: "*/")
            default: return true
            }
        }
        return false
    }

    private mutating func skipComment(until end: String) throws(Fault) {
        let start = position
        guard dialect == .query else {
            throw Fault(message: "a comment in an expression", offset: start, hint: "use YAML's: # at the line's end")
        }
        position += 2
        while position < bytes.count, !bytes[position...].starts(with: end.utf8) { position += 1 }
        if position < bytes.count {
            position += end.utf8.count
        } else if end == "*/" {
            throw Fault(message: "a comment has no end", offset: start, hint: "close it with */")
        }
    }

    private mutating func next() throws(Fault) -> SQLToken.Kind {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "'"):
            try takeQuoted(until: byte, "a text")
            return .string
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            try takeQuoted(until: byte, "a quoted name")
            return .quotedName
        case UInt8(ascii: "["):
            try takeQuoted(until: UInt8(ascii: "]"), "a name in brackets")
            return .quotedName
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            guard peek(1) == UInt8(ascii: "'") else { return takeWord() }
            position += 1
            try takeQuoted(until: UInt8(ascii: "'"), "a blob")
            return .blob
        case UInt8(ascii: "$"): return try takeDollar()
        case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "#"):
            position += 1
            takeWhile(Self.isNameByte)
            return .parameter
        default: return try takeOther(byte)
        }
    }

    private mutating func takeOther(_ byte: UInt8) throws(Fault) -> SQLToken.Kind {
        if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && peek(1).map(Self.isDigit) == true) {
            takeNumber()
            return .number
        }
        if Self.isNameByte(byte) { return takeWord() }
        for symbol in Self.symbols where bytes[position...].starts(with: symbol.utf8) {
            position += symbol.utf8.count
            return .symbol
        }
        guard Self.signs.contains(byte) else {
            let shown = byte < 0x20 ? "byte \(byte)" : String(UnicodeScalar(byte))
            throw Fault(message: "unexpected \(shown)", offset: position)
        }
        position += 1
        return .symbol
    }

    private mutating func takeDollar() throws(Fault) -> SQLToken.Kind {
        if dialect == .query {
            position += 1
            takeWhile(Self.isNameByte)
            return .parameter
        }
        do {
            let (reference, length) = try EventReference.parse(slice(position, bytes.count)[...])
            position += length
            return .reference(reference)
        } catch {
            throw Fault(message: error.message, offset: position + error.offset, hint: error.hint)
        }
    }

    private mutating func takeWord() -> SQLToken.Kind {
        takeWhile(Self.isNameByte)
        return .word
    }

    /// Takes a number; letters that follow it stay with it, so that SQLite refuses them as it does.
    private mutating func takeNumber() {
        let isHex = bytes[position] == UInt8(ascii: "0") && peek(1).map { $0 | 0x20 } == UInt8(ascii: "x")
        while let byte = peek() {
            let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            let isAfterE = !isHex && position > 0 && bytes[position - 1] | 0x20 == UInt8(ascii: "e")
            guard Self.isNameByte(byte) || byte == UInt8(ascii: ".") || (isSign && isAfterE) else { return }
            position += 1
        }
    }

    private mutating func takeQuoted(until end: UInt8, _ what: String) throws(Fault) {
        let start = position
        position += 1
        while let byte = peek() {
            position += 1
            guard byte != 0 else { break }
            if byte == end {
                guard end != UInt8(ascii: "]"), peek() == end else { return }
                position += 1
            }
        }
        throw Fault(message: "\(what) has no end", offset: start)
    }

    private mutating func takeWhile(_ isPart: (UInt8) -> Bool) {
        while let byte = peek(), isPart(byte) { position += 1 }
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    private func slice(_ start: Int, _ end: Int? = nil) -> String {
        String(decoding: bytes[start..<(end ?? position)], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == 0x5f || byte >= 0x80
    }
}
