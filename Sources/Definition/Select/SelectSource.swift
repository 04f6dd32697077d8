// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The text of a view, to quote from.
struct SelectSource {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The text between two places, on one line.
    func slice(_ start: Int, _ end: Int) -> String {
        guard start < end, end <= bytes.count else { return "" }
        let written = String(decoding: bytes[start..<end], as: UTF8.self)
        guard written.contains(where: \.isNewline) else { return written }
        return written.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// An expression as it is written.
    func term(_ expression: SQLExpression) -> String { slice(expression.offset, expression.end) }

    /// Whether an expression is a column that came of `*` or `t.*`.
    func isStar(_ expression: SQLExpression) -> Bool {
        guard case .column = expression.node else { return false }
        return bytes[..<max(0, min(expression.end, bytes.count))].last == UInt8(ascii: "*")
    }

    /// Whether a name follows a result column that ends there.
    func isNamed(after end: Int) -> Bool {
        let rest = bytes.dropFirst(end).drop { $0 <= 0x20 }
        guard let first = rest.first, ![UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: ";")].contains(first) else {
            return false
        }
        let word = rest.prefix { (0x61...0x7a).contains($0 | 0x20) }
        return !SQLName.equal(String(decoding: word, as: UTF8.self), "from")
    }

    /// An expression in quotes, as messages have it.
    func quote(_ expression: SQLExpression) -> String { Wording.quote(term(expression)) }
}
