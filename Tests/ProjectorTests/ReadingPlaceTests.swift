// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import Projector

@Suite("Where a partition is read on")
struct ReadingPlaceTests {
    @Test(
        "R1: what was worked off without a record is passed over, records that are lost never",
        arguments: [
            // Nothing was deleted; what was applied was; aborted records and markers behind the last one were.
            (next: 100, done: 105, logStart: 0, place: 100), (100, 105, 90, 100), (100, 105, 103, 103),
            (100, 105, 105, 105),
            // More is gone than was worked off: the broker is asked for what is not there, and says so.
            (100, 105, 106, 100), (100, 100, 500, 100),
            // Records were read since the last end.
            (200, 105, 150, 200), (200, 105, 300, 200),
        ] as [(next: Int64, done: Int64, logStart: Int64, place: Int64)])
    func neverJumps(_ known: (next: Int64, done: Int64, logStart: Int64, place: Int64)) {
        let place = PipelineReader.place(next: known.next, done: known.done, logStart: known.logStart)
        #expect(place == known.place)
    }
}
