// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Finds the bytes of a file that a scalar's text came from, through quotes, escapes, indentation and folding.
///
/// The characters of a scalar stand in the file in the same order, with more or other space between them, so both are
/// walked together. Slow; used for faults alone.
struct ScalarLocator {
    private let source: [UInt8]
    private let style: YAMLNode.Style
    private let content: [UInt8]
    private var position: Int

    /// Makes a locator for the scalar whose first character, quotes included, is at `offset` of `source`.
    init(_ source: SourceText, text: String, style: YAMLNode.Style, offset: Int) {
        self.source = source.bytes
        self.style = style
        content = Array(text.utf8)
        position = offset
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: position += 1
        case .literal, .folded:
            while let byte = current, byte != .newline, byte != .return { position += 1 }
        }
    }

    /// The offset in the file of the byte `index` of the scalar's text.
    mutating func offset(of index: Int) -> Int {
        var next = 0
        var found = position
        while next < content.count {
            let length: Int
            (found, length) = step(content[next])
            if index < next + length { return found }
            next += length
        }
        return content.isEmpty ? position : position
    }

    private var current: UInt8? { position < source.count ? source[position] : nil }

    /// Walks over one character, or one byte of it: where it is in the file, and how many bytes of the text it is.
    private mutating func step(_ byte: UInt8) -> (found: Int, length: Int) {
        if byte.isYAMLSpace {
            let found = position
            if style == .doubleQuoted, current == UInt8(ascii: "\\") {
                position += 2
            } else if current?.isYAMLSpace == true {
                position += 1
            }
            return (found, 1)
        }
        while current?.isYAMLSpace == true || skipsEscapedBreak() { position += 1 }
        let found = position
        if style == .doubleQuoted, current == UInt8(ascii: "\\") {
            position += escapeLength
            return (found, Self.characterLength(byte))
        }
        position += style == .singleQuoted && byte == UInt8(ascii: "'") ? 2 : 1
        return (found, 1)
    }

    /// Whether a backslash ends the line here, which is no character of the text.
    private func skipsEscapedBreak() -> Bool {
        guard style == .doubleQuoted, current == UInt8(ascii: "\\"), position + 1 < source.count else { return false }
        return source[position + 1] == .newline || source[position + 1] == .return
    }

    /// The length of the escape that starts here, in bytes of the file.
    private var escapeLength: Int {
        guard position + 1 < source.count else { return 1 }
        switch source[position + 1] {
        case UInt8(ascii: "x"): return 4
        case UInt8(ascii: "u"): return 6
        case UInt8(ascii: "U"): return 10
        default: return 2
        }
    }

    /// The length of a character in UTF-8 by its first byte.
    private static func characterLength(_ first: UInt8) -> Int {
        switch first {
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...: 4
        default: 1
        }
    }
}
