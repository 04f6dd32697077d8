// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// One token of an SQL text, with its place in it.
struct SQLToken: Equatable {
    /// What a token is.
    enum Kind: Equatable {
        /// A bare word: a name or one of SQL's own.
        case word
        /// A name in double quotes, backticks or brackets.
        case quotedName
        /// A text in single quotes.
        case string
        /// Bytes: `x'00ff'`.
        case blob
        /// A number.
        case number
        /// An operator, a parenthesis, a comma.
        case symbol
        /// A parameter of SQLite's: `?1`, `:name`, `@name`, and `$name` in a query.
        case parameter
        /// A reference to the event, in an expression.
        case reference(EventReference)
    }

    /// What it is.
    var kind: Kind
    /// As it is written.
    var text: String
    /// Where it starts, in bytes from the start of the text.
    var offset: Int

    /// Where it ends.
    var end: Int { offset + text.utf8.count }

    /// Whether it is that word of SQL's, in any case.
    func isWord(_ word: String) -> Bool {
        kind == .word && SQLName.equal(text, word)
    }

    /// Whether it is that operator or sign.
    func isSymbol(_ symbol: String) -> Bool {
        kind == .symbol && text == symbol
    }

    /// The name that it may stand for; nil if it is none.
    var name: String? {
        switch kind {
        case .word: text
        case .quotedName: SQLName.unquoted(text)
        default: nil
        }
    }

    /// The text of a string, without its quotes.
    var stringValue: String? {
        kind == .string ? SQLName.unquoted(text) : nil
    }
}
