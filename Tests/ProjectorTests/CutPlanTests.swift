// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import Projector

/// Which partitions may be read up to where, so that keys that moved are read in their order.
@Suite struct CutPlanTests {
    /// Partitions of one topic, worked off up to these offsets.
    private func plan(_ next: [Int64], _ cuts: [[Int32: Int64]]) -> Reading {
        Reading(
            CutPlan(next.enumerated().map { ("orders", Int32($0.offset), $0.element) }, cuts: ["orders": cuts]))
    }

    private let none = CutPlan.unlimited

    @Test("R4: without cuts all partitions are read without a limit")
    func noCuts() {
        let plan = plan([0, 5], [])
        #expect(plan.limits == [none, none])
        #expect(!plan.note(0, workedOffTo: 100))
        #expect([0, 1].allSatisfy { plan.isReadable($0) && plan.awaited($0) == nil })
    }

    @Test("R4: new partitions are not read before all old ones have reached the cut, nor old ones past it")
    func oneCut() {
        let plan = plan([0, 0, 0], [[0: 10, 1: 20]])
        #expect(plan.limits == [10, 20, 0])
        #expect([0, 1, 2].map { plan.isReadable($0) } == [true, true, false])
        #expect([0, 1, 2].map { plan.awaited($0) } == [10, 20, nil])
        #expect(!plan.note(0, workedOffTo: 9))
        #expect(plan.note(0, workedOffTo: 10), "it is not to be read any more")
        #expect([0, 1, 2].map { plan.isReadable($0) } == [false, true, false])
        #expect(!plan.note(1, workedOffTo: 19))
        #expect(plan.note(1, workedOffTo: 20))
        #expect(plan.limits == [none, none, none])
        #expect([0, 1, 2].allSatisfy { plan.isReadable($0) })
        #expect(!plan.note(2, workedOffTo: 1_000))
    }

    @Test("R4: one cut after the other, each for the partitions that there were")
    func twoCuts() {
        let plan = plan([0, 0, 0, 0], [[0: 30, 1: 20, 2: 10], [0: 10]])
        #expect(plan.limits == [10, 0, 0, 0], "the cut of fewer partitions is the first")
        #expect(plan.note(0, workedOffTo: 10))
        #expect(plan.limits == [30, 20, 10, 0])
        _ = plan.note(0, workedOffTo: 30)
        _ = plan.note(1, workedOffTo: 20)
        #expect(!plan.isReadable(3))
        #expect(plan.note(2, workedOffTo: 10))
        #expect(plan.limits == [none, none, none, none])
    }

    @Test("R4: a start past a cut knows no limit, one within it goes on there")
    func starts() {
        #expect(plan([10, 20, 7], [[0: 10, 1: 20]]).limits == [none, none, none])
        #expect(plan([12, 19, 0], [[0: 10, 1: 20]]).limits == [10, 20, 0])
        #expect(plan([50, 0], [[0: 0]]).limits == [none, none], "an empty partition is at its end")
    }

    @Test("R4: topics wait each for its own partitions, and a cut of partitions that are not there binds nothing")
    func topics() {
        let partitions: [(topic: String, partition: Int32, next: Int64)] = [
            ("a", 0, 0), ("a", 1, 0), ("b", 0, 0), ("b", 1, 0),
        ]
        let plan = Reading(CutPlan(partitions, cuts: ["a": [[0: 5]], "b": [[0: 7]], "c": [[0: 1]]]))
        #expect(plan.limits == [5, 0, 7, 0])
        #expect(plan.note(2, workedOffTo: 7))
        #expect(plan.limits == [5, 0, none, none])
        #expect(self.plan([0, 0], [[0: 3, 9: 100]]).limits == [3, 0])
        #expect(self.plan([3, 0], [[0: 3, 9: 100]]).limits == [none, none])
    }

    @Test("R4: in whatever order partitions move, no record past a cut comes before the last one up to it")
    func anyOrder() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Generator(state: seed)
        for _ in 0..<300 {
            let cuts: [[Int32: Int64]] = [[0: 4], [0: 9, 1: 5], [0: 12, 1: 7, 2: 6]]
            let ends: [Int64] = [20, 15, 12, 9]
            var next: [Int64] = [0, 0, 0, 0]
            let plan = plan(next, cuts)
            while next != ends {
                let readable = next.indices.filter { plan.isReadable($0) && next[$0] < ends[$0] }
                guard let partition = readable.randomElement(using: &random) else {
                    Issue.record("seed \(seed): nothing is left to read at \(next)")
                    return
                }
                for cut in cuts where next[partition] >= cut[Int32(partition)] ?? 0 {
                    #expect(cut.allSatisfy { next[Int($0.key)] >= $0.value }, "seed \(seed): \(next), \(cut)")
                }
                next[partition] += 1
                _ = plan.note(partition, workedOffTo: next[partition])
            }
        }
    }
}

/// A plan that a test moves on.
private final class Reading {
    private var plan: CutPlan

    init(_ plan: CutPlan) { self.plan = plan }

    var limits: [Int64] { plan.limits }
    func isReadable(_ partition: Int) -> Bool { plan.isReadable(partition) }
    func awaited(_ partition: Int) -> Int64? { plan.awaited(partition) }
    func note(_ partition: Int, workedOffTo offset: Int64) -> Bool { plan.note(partition, workedOffTo: offset) }
}

/// Random numbers by a seed.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
