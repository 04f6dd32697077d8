// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

@testable import Views

/// Random numbers that a seed repeats.
struct SeededRandom: RandomNumberGenerator {
    private var numbers: RandomChoice

    init(_ seed: UInt64) { numbers = RandomChoice(seed: seed &* 0x9e37_79b9_7f4a_7c15 &+ 0x1234_5678) }

    mutating func next() -> UInt64 { numbers.next() }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    mutating func isTrue(_ share: Double) -> Bool { Double(next() >> 11) / Double(1 << 53) < share }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
