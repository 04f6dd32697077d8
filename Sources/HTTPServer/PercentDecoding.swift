// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Percent-encoded text of paths and queries, read strictly.
enum PercentDecoding {
    /// Gives the text that the bytes stand for.
    ///
    /// - Throws: a 400 if a percent sign is not followed by two hexadecimal digits, or the result is not UTF-8.
    static func decode(_ bytes: Span<UInt8>, of what: StaticString) throws(RequestFault) -> String {
        var encoded = false
        for index in bytes.indices where bytes[index] == percent { encoded = true }
        guard encoded else { return try text(bytes, of: what) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == percent else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            guard index + 2 < bytes.count, let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2]) else {
                throw .malformed("the \(what) has a percent sign without two hexadecimal digits")
            }
            decoded.append(high << 4 | low)
            index += 3
        }
        return try text(decoded.span, of: what)
    }

    private static let percent = UInt8(ascii: "%")

    private static func text(_ bytes: Span<UInt8>, of what: StaticString) throws(RequestFault) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw .malformed("the \(what) is not UTF-8")
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
