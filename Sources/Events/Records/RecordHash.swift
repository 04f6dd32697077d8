// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The hash by which a record is known again, in witnesses and decisions.
///
/// FNV-1a of 64 bits over key and value, each led by 0 if it is null, else by 1 and its length as eight bytes, lowest
/// first. It is written to files: it must stay what it is for ever.
public enum RecordHash {
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x0000_0100_0000_01B3

    /// The hash of a record's key and value.
    public static func of(key: RawSpan?, value: RawSpan?) -> UInt64 {
        add(value, to: add(key, to: start))
    }

    /// The hash of a text, for comparing definitions.
    public static func of(text: String) -> UInt64 {
        text.utf8.reduce(start) { add($1, to: $0) }
    }

    private static func add(_ bytes: RawSpan?, to hash: UInt64) -> UInt64 {
        guard let bytes else { return add(0, to: hash) }
        var hash = add(1, to: hash)
        let count = UInt64(bytes.byteCount)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            hash = add(UInt8(truncatingIfNeeded: count >> shift), to: hash)
        }
        return unsafe bytes.withUnsafeBytes { unsafe $0.reduce(hash) { add($1, to: $0) } }
    }

    private static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 {
        (hash ^ UInt64(byte)) &* prime
    }
}
