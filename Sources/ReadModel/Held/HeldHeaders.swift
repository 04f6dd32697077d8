// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// The headers of a held record as one blob: of each its name's and its value's length, four bytes each, lowest first,
/// the value's one more or 0 for null; then the bytes of both.
enum HeldHeaders {
    static func bytes(_ headers: [RawRecord.Header]) -> [UInt8] {
        var bytes: [UInt8] = []
        for header in headers {
            append(UInt32(header.name.utf8.count), to: &bytes)
            append(header.value.map { UInt32($0.count) + 1 } ?? 0, to: &bytes)
            bytes += header.name.utf8
            bytes += header.value ?? []
        }
        return bytes
    }

    /// The headers of a blob; what is no header ends them.
    static func headers(_ bytes: [UInt8]) -> [RawRecord.Header] {
        var headers: [RawRecord.Header] = []
        var rest = bytes[...]
        while rest.count >= 8 {
            let (name, value) = (number(&rest), number(&rest))
            guard rest.count >= name + max(0, value - 1) else { break }
            let text = String(decoding: rest.prefix(name), as: UTF8.self)
            rest = rest.dropFirst(name)
            headers.append(
                RawRecord.Header(name: text, value: value == 0 ? nil : Array(rest.prefix(value - 1))))
            rest = rest.dropFirst(max(0, value - 1))
        }
        return headers
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int {
        let number = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        return number
    }
}
