// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Takes Swift text apart into code and comments, so that a check of one is not fooled by the other.
///
/// It knows nested comments, raw and multi-line strings, and the code in interpolations. Bare regex literals (`/x/`)
/// look like division to it: a quote or brace in one would mislead it, so write `#/x/#`.
struct SourceMask {
    private enum Kind { case code, comment, string }

    /// What can begin a comment, a literal or an interpolation's end; all other bytes are passed over quickly.
    private static let special = Set("/#\"()".utf8)

    private let text: [UInt8]
    private var code: [UInt8]
    private var comments: [UInt8]
    private var position = 0

    private init(_ text: String) {
        self.text = Array(text.utf8)
        code = []
        comments = []
        code.reserveCapacity(self.text.count)
        comments.reserveCapacity(self.text.count)
    }

    /// The code and the comments of a text, each with blanks for all else and the same lines; code is ASCII.
    static func split(_ text: String) -> (code: String, comments: String) {
        var mask = SourceMask(text)
        mask.takeCode(insideInterpolation: false)
        return (String(decoding: mask.code, as: UTF8.self), String(decoding: mask.comments, as: UTF8.self))
    }

    private mutating func takeCode(insideInterpolation: Bool) {
        var depth = 0
        while position < text.count {
            if !Self.special.contains(text[position]) {
                take(1, as: .code)
            } else if isNext("//") {
                takeLine()
            } else if isNext("/*") {
                takeBlockComment()
            } else if let hashes = literalStart() {
                takeLiteral(hashes: hashes)
            } else {
                if isNext("(") { depth += 1 }
                if isNext(")") { depth -= 1 }
                if insideInterpolation && depth < 0 { return }
                take(1, as: .code)
            }
        }
    }

    private mutating func takeLine() {
        while position < text.count, text[position] != UInt8(ascii: "\n") { take(1, as: .comment) }
    }

    private mutating func takeBlockComment() {
        var depth = 0
        repeat {
            if isNext("/*") {
                depth += 1
                take(2, as: .comment)
            } else if isNext("*/") {
                depth -= 1
                take(2, as: .comment)
            } else {
                take(1, as: .comment)
            }
        } while depth > 0 && position < text.count
    }

    /// The number of `#` before a quote (or before the slash of an extended regex), where a literal starts here.
    private func literalStart() -> Int? {
        var end = position
        while end < text.count, text[end] == UInt8(ascii: "#") { end += 1 }
        guard end < text.count else { return nil }
        let isString = text[end] == UInt8(ascii: "\"")
        let isRegex = text[end] == UInt8(ascii: "/") && end > position
        return isString || isRegex ? end - position : nil
    }

    private mutating func takeLiteral(hashes: Int) {
        let fence = String(repeating: "#", count: hashes)
        take(hashes, as: .string)
        let quote = isNext("\"\"\"") ? "\"\"\"" : isNext("/") ? "/" : "\""
        take(quote.utf8.count, as: .string)
        let isMultiLine = quote.utf8.count == 3
        while position < text.count {
            if isNext(quote + fence) {
                take(quote.utf8.count + hashes, as: .string)
                return
            } else if quote != "/" && isNext("\\" + fence + "(") {
                take(hashes + 2, as: .string)
                takeCode(insideInterpolation: true)
                take(1, as: .string)
            } else if isNext("\\" + fence) {
                take(hashes + 2, as: .string)
            } else if isNext("\n") && !isMultiLine && quote != "/" {
                return
            } else {
                take(1, as: .string)
            }
        }
    }

    private func isNext(_ wanted: String) -> Bool {
        text[position...].starts(with: wanted.utf8)
    }

    private mutating func take(_ count: Int, as kind: Kind) {
        for _ in 0..<count where position < text.count {
            let byte = text[position]
            let blank = byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " ")
            let letter = byte < 0x80 ? byte : UInt8(ascii: "_")
            code.append(kind == .code ? letter : blank)
            comments.append(kind == .comment ? byte : blank)
            position += 1
        }
    }
}
