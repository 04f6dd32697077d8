// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import Projector

@Suite("Spoilt batches") struct SpoiltBatchesTests {
    @Test("nothing of a partition counts after a batch that cannot be read, until all are assigned anew in a moment")
    func waits() {
        var spoilt = SpoiltBatches(partitions: 2)
        let start = ContinuousClock.now
        #expect(!spoilt.isDue(at: start))
        spoilt.add(1, at: start)
        spoilt.add(1, at: start + .milliseconds(400))
        #expect(spoilt.contains(1) && !spoilt.contains(0))
        #expect(!spoilt.isDue(at: start) && spoilt.isDue(at: start + .milliseconds(SpoiltBatches.retryMs)))
        spoilt.assigned()
        #expect(!spoilt.contains(1) && !spoilt.isDue(at: start + .seconds(100)))
    }

    @Test("a batch that stays as it is is tried rarely, another one soon")
    func becomesPatient() {
        var spoilt = SpoiltBatches(partitions: 2)
        let start = ContinuousClock.now
        func isSoon(_ partition: Int) -> Bool {
            spoilt.add(partition, at: start)
            defer { spoilt.assigned() }
            return spoilt.isDue(at: start + .milliseconds(SpoiltBatches.retryMs))
        }
        for _ in 1..<ReaderReport.faultsMax { #expect(isSoon(0)) }
        #expect(!isSoon(0))
        #expect(isSoon(1))
        spoilt.passed(0)
        #expect(isSoon(0))
    }
}
