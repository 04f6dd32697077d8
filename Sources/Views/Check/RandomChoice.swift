// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Chooses a few of many, each with the same chance, in one pass (reservoir sampling, numbers by SplitMix64).
struct RandomChoice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// The place among `most` chosen ones that the next of `seen` before it takes; nil if it is not chosen.
    mutating func place(after seen: Int, most: Int) -> Int? {
        if seen < most { return seen }
        let place = Int.random(in: 0...seen, using: &self)
        return place < most ? place : nil
    }
}
