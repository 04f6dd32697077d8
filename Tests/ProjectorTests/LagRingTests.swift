// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import Projector

@Suite struct LagRingTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    /// Observed ends with their seconds, what is done, the second of asking, and the lag in seconds.
    private static let cases: [(seen: [(end: Int64, second: Int)], done: Int64, now: Int, lag: Int?)] = [
        ([], 0, 5, nil),
        ([(10, 0)], 9, 5, nil),
        ([(10, 0)], 10, 0, 0),
        ([(10, 0)], 10, 5, 5),
        ([(10, 0), (20, 3)], 10, 5, 5),
        ([(10, 0), (20, 3)], 19, 5, 5),
        ([(10, 0), (20, 3)], 20, 5, 2),
        ([(10, 0), (20, 3)], 25, 5, 2),
        // The same end seen again is as new as its last sight.
        ([(10, 0), (10, 4)], 10, 5, 1),
        ([(10, 0), (20, 3), (20, 4)], 12, 5, 5),
        // An end that went back is an older answer, and tells nothing.
        ([(10, 0), (20, 3), (15, 4)], 20, 5, 2),
        ([(0, 0)], 0, 5, 5),
    ]

    @Test("R34: lag is the age of the newest observed end that is done; none reached yet is unknown", arguments: 0..<12)
    func table(index: Int) {
        let (seen, done, now, lag) = Self.cases[index]
        var ring = LagRing()
        for (end, second) in seen { ring.observe(end, at: at(second)) }
        #expect(ring.lag(done: done, now: at(now)) == lag.map { .seconds($0) })
        ring.reached(done)
        #expect(ring.lag(done: done, now: at(now)) == lag.map { .seconds($0) })
    }

    @Test("R34: a ring that is full is thinned out, and its lag is at most a little larger than the true one")
    func thinning() {
        var ring = LagRing()
        for second in 0..<10_000 { ring.observe(Int64(second), at: at(second)) }
        #expect(ring.end == 9_999)
        #expect(ring.lag(done: 9_999, now: at(9_999)) == .zero)
        #expect(ring.lag(done: 9_998, now: at(9_999)) == .seconds(1))
        var last: Duration = .zero
        for done in stride(from: Int64(9_999), through: 0, by: -1) {
            guard let lag = ring.lag(done: done, now: at(9_999)) else { break }
            #expect(lag >= .seconds(9_999 - done))
            #expect(lag >= last)
            last = lag
        }
        #expect(last == .seconds(9_999))
    }

    @Test("R34: what is done is forgotten but for the newest, and the end stays")
    func forgets() {
        var ring = LagRing()
        for second in 1...10 { ring.observe(Int64(second * 10), at: at(second)) }
        ring.reached(55)
        #expect(ring.lag(done: 49, now: at(11)) == nil)
        #expect(ring.lag(done: 55, now: at(11)) == .seconds(6))
        ring.reached(5)
        #expect(ring.lag(done: 55, now: at(11)) == .seconds(6))
        ring.reached(1_000)
        #expect(ring.end == 100)
        #expect(ring.lag(done: 1_000, now: at(11)) == .seconds(1))
    }
}
