// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// JSON text as it grows, in one array of bytes.
struct JSONBuffer {
    private(set) var bytes: [UInt8] = []

    /// Makes room for as many bytes.
    mutating func reserve(_ byteCount: Int) { bytes.reserveCapacity(byteCount) }

    /// Appends what is JSON already.
    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Appends what is JSON already.
    mutating func raw(_ json: [UInt8]) { bytes.append(contentsOf: json) }

    /// Appends an integer with all its digits.
    mutating func integer(_ value: Int64) { DecimalText.append(value, scale: 0, to: &bytes) }

    /// Appends a real, as short as it reads back the same.
    mutating func real(_ value: Double) {
        // JSON has no infinity; every reader takes a number past the range of doubles for one.
        raw(value.isInfinite ? (value < 0 ? "-9e999" : "9e999") : value.isNaN ? "null" : value.description)
    }

    /// Appends a decimal as a string of `scale` fraction digits.
    mutating func decimal(_ units: Int64, scale: Int) {
        bytes.append(quote)
        DecimalText.append(units, scale: scale, to: &bytes)
        bytes.append(quote)
    }

    /// Appends `count` units of 10^-3 as a number with three fraction digits.
    mutating func thousandths(_ count: Int64) { DecimalText.append(count, scale: 3, to: &bytes) }

    /// Appends a string.
    mutating func string(_ text: String) {
        string { $0.append(contentsOf: text.utf8) }
    }

    /// Appends a string whose UTF-8 `fill` appends.
    mutating func string(_ fill: (inout [UInt8]) -> Void) {
        bytes.append(quote)
        let start = bytes.count
        fill(&bytes)
        if !isPlain(from: start) { escape(from: start) }
        bytes.append(quote)
    }

    /// Appends a string of base64.
    mutating func base64(_ blob: [UInt8]) {
        bytes.append(quote)
        Base64.append(blob, to: &bytes)
        bytes.append(quote)
    }

    /// Appends `"name":`.
    mutating func name(_ text: String) {
        string(text)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Appends the bytes that `fill` appends, which are JSON already.
    mutating func raw(_ fill: (inout [UInt8]) -> Void) { fill(&bytes) }

    /// Appends `open`, the elements with commas between, and `close`.
    mutating func list<Elements: Sequence>(
        _ open: String, _ elements: Elements, _ close: String, _ write: (inout JSONBuffer, Elements.Element) -> Void
    ) {
        raw(open)
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(&self, element)
        }
        raw(close)
    }

    private let quote = UInt8(ascii: "\"")

    /// Whether a JSON string may hold the bytes from `start` on as they are.
    private func isPlain(from start: Int) -> Bool {
        let span = bytes.span
        var all: UInt8 = 0
        var isPlain = true
        for index in start..<span.count {
            let byte = span[index]
            all |= byte
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { isPlain = false }
        }
        if all < 0x80 || !isPlain { return isPlain }
        return (try? UTF8Span(validating: span.extracting(start..<span.count))) != nil
    }

    private mutating func escape(from start: Int) {
        let text = String(decoding: bytes[start...], as: UTF8.self)
        bytes.removeSubrange(start...)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes += [0x5C, byte]
            case 0x0A: raw("\\n")
            case 0x0D: raw("\\r")
            case 0x09: raw("\\t")
            case 0..<0x20: raw("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
    }
}
