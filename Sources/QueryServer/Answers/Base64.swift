// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Bytes as base64 with padding.
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the text of `blob`.
    static func append(_ blob: [UInt8], to bytes: inout [UInt8]) {
        var index = 0
        while index < blob.count {
            let count = min(3, blob.count - index)
            var group = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? Int(blob[index + offset]) : 0) }
            for digit in 0..<4 {
                bytes.append(digit <= count ? digits[group >> (18 - 6 * digit) & 63] : UInt8(ascii: "="))
            }
            index += 3
        }
    }
}
