// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Header fields of an answer, kept as the bytes in which the server sends them.
///
/// Fields that are the same for many answers are made once and copied as one piece with `add(_:)`, so that an
/// answer costs one array, not two strings a field.
public struct ResponseHeaders: Sendable, ExpressibleByDictionaryLiteral {
    /// Name, NUL, value, NUL, repeated.
    private(set) var bytes: [UInt8] = []

    /// Makes an empty set.
    public init() {}

    /// Makes a set of names and values, in their order.
    public init(dictionaryLiteral fields: (StaticString, String)...) {
        for (name, value) in fields { add(name, value) }
    }

    /// Makes room for as many bytes of names and values.
    public mutating func reserve(_ byteCount: Int) {
        bytes.reserveCapacity(byteCount)
    }

    /// Appends the fields of another set.
    public mutating func add(_ others: ResponseHeaders) {
        if bytes.isEmpty {
            bytes = others.bytes
        } else {
            bytes.append(contentsOf: others.bytes)
        }
    }

    /// Appends a field; control characters in the value become spaces, a field with an empty value is not sent.
    public mutating func add(_ name: StaticString, _ value: String) {
        add(name, utf8: value.utf8)
    }

    /// Appends a field whose value is given as UTF-8; control characters become spaces.
    public mutating func add(_ name: StaticString, utf8 value: some Collection<UInt8>) {
        name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
        bytes.append(0)
        let start = bytes.count
        bytes.append(contentsOf: value)
        for index in start..<bytes.count where bytes[index] < 0x20 || bytes[index] == 0x7F {
            bytes[index] = 0x20
        }
        bytes.append(0)
    }
}
