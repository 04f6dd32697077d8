// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A function, initializer, subscript or computed property with a body, and how long it is.
struct FunctionLength: Equatable {
    /// The line its keyword stands on, from 1.
    let line: Int
    /// The lines from the keyword to the closing brace, both counted.
    let lines: Int

    /// All functions of a file's code, nested ones too.
    static func all(in code: String) -> [FunctionLength] {
        let text = Array(code.utf8)
        return code.matches(of: #"(?<![.`\w])(var|func|init|deinit|subscript)\b"#).compactMap { start in
            guard let open = bodyStart(in: text, after: start.offset, isProperty: start.text == "var"),
                let close = bodyEnd(in: text, from: open)
            else { return nil }
            let count = text[start.offset...close].count { $0 == UInt8(ascii: "\n") }
            return FunctionLength(line: start.line, lines: count + 1)
        }
    }

    /// The brace that opens the body, or nil for a requirement of a protocol or a stored property.
    private static func bodyStart(in text: [UInt8], after start: Int, isProperty: Bool) -> Int? {
        var depth = 0
        for index in start..<text.count {
            switch text[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return index
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "=") where depth == 0 && isProperty: return nil
            case UInt8(ascii: "\n") where depth == 0:
                let rest = String(decoding: text[index...].prefix(200), as: UTF8.self)
                if isProperty || startsDeclaration(rest) { return nil }
            default: break
            }
        }
        return nil
    }

    private static func startsDeclaration(_ rest: String) -> Bool {
        let words = rest.split(whereSeparator: \.isWhitespace)
        guard let first = words.first else { return false }
        let keywords: [Substring] = [
            "func", "var", "let", "init", "subscript", "static", "mutating", "associatedtype", "typealias", "public",
            "private", "internal", "case", "struct", "class", "enum", "protocol", "extension",
        ]
        return first.hasPrefix("@") || keywords.contains { first == $0 || first.hasPrefix("\($0)(") }
    }

    private static func bodyEnd(in text: [UInt8], from open: Int) -> Int? {
        var depth = 0
        for index in open..<text.count {
            if text[index] == UInt8(ascii: "{") { depth += 1 }
            if text[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
