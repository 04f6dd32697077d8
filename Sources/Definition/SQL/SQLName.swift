// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Names and texts as SQL writes them.
enum SQLName {
    /// A name in double quotes.
    static func quoted(_ name: String) -> String {
        wrapped(name, in: "\"")
    }

    /// A text in single quotes.
    static func literal(_ text: String) -> String {
        wrapped(text, in: "'")
    }

    /// What stands between the quotes of a quoted name or text.
    static func unquoted(_ text: String) -> String {
        guard let quote = text.unicodeScalars.first else { return "" }
        let inner = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst().dropLast()))
        return quote == "[" ? inner : joined(inner, doubled: Character(quote))
    }

    /// Whether SQLite takes two names for one: it ignores the case of ASCII letters, and of no others.
    static func equal(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8) { lowercased($0) == lowercased($1) }
    }

    /// The name with ASCII letters in lower case: what names are the same by.
    static func folded(_ name: String) -> String {
        String(decoding: name.utf8.map(lowercased), as: UTF8.self)
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
    }

    private static func wrapped(_ text: String, in quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        result.append(quote)
        for scalar in text.unicodeScalars {
            if scalar == quote { result.append(quote) }
            result.append(scalar)
        }
        result.append(quote)
        return String(result)
    }

    private static func joined(_ inner: String, doubled quote: Character) -> String {
        var result = String.UnicodeScalarView()
        var isSecond = false
        for scalar in inner.unicodeScalars {
            let isQuote = Character(scalar) == quote
            if isQuote, isSecond {
                isSecond = false
                continue
            }
            isSecond = isQuote
            result.append(scalar)
        }
        return String(result)
    }
}
