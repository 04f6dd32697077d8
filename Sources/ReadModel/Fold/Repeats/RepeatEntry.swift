// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// One identity in a row of the file: 16 bytes, in the machine's own order of bytes, lowest first.
struct RepeatEntry: BitwiseCopyable {
    var first: UInt64
    /// The lower half of the identity's second.
    var second: UInt32
    /// The offset less the row's first.
    var delta: UInt32

    init(_ identity: EventIdentity, delta: UInt32) {
        first = identity.first
        second = UInt32(truncatingIfNeeded: identity.second)
        self.delta = delta
    }

    var identity: EventIdentity { EventIdentity(first: first, second: UInt64(second)) }
}
