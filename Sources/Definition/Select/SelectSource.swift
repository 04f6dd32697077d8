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

    /// An expression in quotes, as messages have it.
    func quote(_ expression: SQLExpression) -> String { Wording.quote(term(expression)) }
}
