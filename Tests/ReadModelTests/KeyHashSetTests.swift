// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

@testable import ReadModel

@Suite struct KeyHashSetTests {
    @Test func `the set has what was put in and not taken out, also where hashes crowd`() {
        let seed: UInt64 = 1_977
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let set = KeyHashSet()
        var expected: Set<UInt64> = []
        for _ in 0..<20_000 {
            // Few places, so that they run into each other.
            let hash = UInt64.random(in: 1...400, using: &generator) << generator.pick([0, 6, 40])
            if generator.pick([true, true, false]) {
                set.insert(hash)
                expected.insert(hash)
            } else {
                set.remove(hash)
                expected.remove(hash)
            }
            #expect(set.count == expected.count)
            let probe = UInt64.random(in: 1...400, using: &generator)
            #expect(set.contains(probe) == expected.contains(probe))
        }
        #expect(expected.allSatisfy { set.contains($0) })
    }

    @Test func `a key's hash depends on all its bytes and on nothing else`() {
        let key = Array("customer-4711-abcdef".utf8)
        let spanned = unsafe KeyHash.of(key.span.bytes)
        #expect(KeyHash.of(key) == spanned)
        var others: Set<UInt64> = [KeyHash.of(key), KeyHash.of([]), KeyHash.of([0]), KeyHash.of([0, 0])]
        for place in key.indices {
            var other = key
            other[place] ^= 1
            others.insert(KeyHash.of(other))
        }
        #expect(others.count == key.count + 4)
    }

    @Test func `headers of held records come back as they were`() {
        let headers = [
            RawRecord.Header(name: "type", value: Array("Added".utf8)), RawRecord.Header(name: "", value: nil),
            RawRecord.Header(name: "é", value: []), RawRecord.Header(name: "type", value: [0, 255]),
        ]
        #expect(HeldHeaders.headers(HeldHeaders.bytes(headers)) == headers)
        #expect(HeldHeaders.headers([1, 2, 3]) == [])
        #expect(HeldHeaders.headers(Array(HeldHeaders.bytes(headers).dropLast(1))).count == 3)
    }
}
