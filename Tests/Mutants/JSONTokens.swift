// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Where the tokens of a JSON text stand, as far as it is one: enough to change members and values.
struct JSONTokens {
    private(set) var tokens: [Range<Int>] = []
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var at = 0
        while at < bytes.count, tokens.count < 4_096 {
            let start = at
            switch bytes[at] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                at += 1
                continue
            case UInt8(ascii: "\""):
                at += 1
                while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
                    at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
                }
                at = min(bytes.count, at + 1)
            case _ where JSONTokens.isMark(bytes[at]): at += 1
            default:
                while at < bytes.count, !JSONTokens.isMark(bytes[at]), bytes[at] != UInt8(ascii: "\"") { at += 1 }
            }
            tokens.append(start..<at)
        }
    }

    private static func isMark(_ byte: UInt8) -> Bool { "{}[],:".utf8.contains(byte) }

    /// The tokens that are keys of members.
    var keys: [Int] {
        tokens.indices.filter {
            first($0) == UInt8(ascii: "\"") && $0 + 1 < tokens.count && first($0 + 1) == UInt8(ascii: ":")
        }
    }

    /// The tokens with which values begin.
    var values: [Int] {
        let keys = Set(keys)
        return tokens.indices.filter { !",:]}".utf8.contains(first($0)) && !keys.contains($0) }
    }

    /// The bytes of a value that begins with a token.
    func value(at token: Int) -> Range<Int> {
        var depth = 0
        for end in token..<tokens.count {
            if "{[".utf8.contains(first(end)) { depth += 1 }
            if "}]".utf8.contains(first(end)) { depth -= 1 }
            if depth <= 0 { return tokens[token].lowerBound..<tokens[end].upperBound }
        }
        return tokens[token].lowerBound..<bytes.count
    }

    /// The bytes of a member with one comma beside it.
    func member(at key: Int) -> Range<Int> {
        guard key + 2 < tokens.count else { return tokens[key] }
        let end = value(at: key + 2).upperBound
        if let comma = tokens.first(where: { $0.lowerBound >= end }), bytes[comma.lowerBound] == UInt8(ascii: ",") {
            return tokens[key].lowerBound..<comma.upperBound
        }
        let isSecond = key > 0 && first(key - 1) == UInt8(ascii: ",")
        return (isSecond ? tokens[key - 1] : tokens[key]).lowerBound..<end
    }

    private func first(_ token: Int) -> UInt8 { bytes[tokens[token].lowerBound] }
}
