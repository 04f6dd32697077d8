// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What an event is known again by within its partition: a hash of 128 bits over its record's key and its id (R14).
///
/// It is written to files: it must stay what it is for ever.
@safe
public struct EventIdentity: Hashable, Sendable {
    // Proof of safe: bytes are read between the bounds of the buffers that init is lent.

    /// The first 64 bits.
    public var first: UInt64
    /// The other 64 bits.
    public var second: UInt64

    private static let firstMultiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let secondMultiplier: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    /// Makes an identity of its halves.
    public init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }

    /// Hashes the id of an event whose record has `key`.
    init(key: UnsafeRawBufferPointer?, id: UnsafeRawBufferPointer) {
        self.init(first: 0x51_7C_C1_B7_27_22_0A_95, second: 0x2545_F491_4F6C_DD1D)
        // A null key is another than an empty one.
        let keyCount = unsafe key?.count ?? -1
        add(UInt64(bitPattern: Int64(keyCount)))
        if let key = unsafe key { unsafe add(key) }
        unsafe add(id)
        add(UInt64(id.count))
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 8 <= bytes.count {
            unsafe add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < bytes.count {
            tail = unsafe tail << 8 | UInt64(bytes[offset])
            offset += 1
        }
        add(tail)
    }

    @inline(__always)
    private mutating func add(_ word: UInt64) {
        let one = (first ^ word).multipliedFullWidth(by: EventIdentity.firstMultiplier)
        let other = (second ^ (word &+ one.low)).multipliedFullWidth(by: EventIdentity.secondMultiplier)
        first = one.high ^ one.low ^ second
        second = other.high ^ other.low
    }
}
