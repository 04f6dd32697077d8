// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The hash by which the held keys are found again: 64 bits of a key's bytes, never 0.
///
/// It is stored in a generation's file, so it changes only together with the file's format.
public enum KeyHash {
    private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let prime: UInt64 = 0xD6E8_FEB8_6659_FD93

    /// The hash of a key.
    public static func of(_ key: RawSpan) -> UInt64 {
        unsafe key.withUnsafeBytes { unsafe of(buffer: $0) }
    }

    /// The hash of a key.
    public static func of(_ key: [UInt8]) -> UInt64 {
        unsafe key.withUnsafeBytes { unsafe of(buffer: $0) }
    }

    private static func of(buffer key: UnsafeRawBufferPointer) -> UInt64 {
        var hash = seed ^ UInt64(key.count)
        var offset = 0
        while offset + 8 <= key.count {
            hash = mix(hash ^ UInt64(littleEndian: unsafe key.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < key.count {
            tail = tail << 8 | UInt64(unsafe key[offset])
            offset += 1
        }
        hash = mix(mix(hash ^ tail))
        return hash == 0 ? 1 : hash
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value &* prime
        return product ^ (product >> 32)
    }
}

extension RawSpan {
    /// A copy of the bytes.
    public var copied: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
