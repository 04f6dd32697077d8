// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What is held together: the records of one key of one source, or one record without a key.
struct HeldKey: Hashable {
    /// The source's place in the projection.
    var source: Int
    /// The key; nil for a record without one.
    var bytes: [UInt8]?
    /// The key's `KeyHash`; 0 without one.
    var hash: UInt64
    /// A row of it in the table of held records; of a record without a key, its own.
    var rowid: Int64

    /// What stands for it in the set of held keys.
    var mark: UInt64 { HeldKey.mark(source: source, hash: hash) }

    /// What stands for a key that is not null in the set of held keys; never 0.
    @inline(__always)
    static func mark(source: Int, hash: UInt64) -> UInt64 {
        let mark = hash &+ UInt64(truncatingIfNeeded: source) &* 0x9E37_79B9_7F4A_7C15
        return mark == 0 ? 1 : mark
    }
}
