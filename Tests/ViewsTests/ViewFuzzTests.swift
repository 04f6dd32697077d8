// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import Views

@Suite("Views against their SELECTs")
struct ViewFuzzTests {
    @Test("views written by hand are what their SELECTs say after each batch")
    func handViews() throws {
        let views = try HandViews.read(HandViews.all, tolerant: true)
        var seen: Set<String> = []
        var comparisons = 0
        for seed in 0..<UInt64(10) {
            var random = SeededRandom(seed)
            let bench = try ViewBench(views)
            for step in 0..<40 {
                let batch = TestBatch.random(&random)
                try bench.write(batch)
                for (view, rows) in try bench.differences() where seen.insert(view).inserted {
                    Issue.record("seed \(seed), step \(step), view \(view): \(rows) after \(batch)")
                }
                comparisons += bench.viewCount
            }
        }
        print("\(comparisons) comparisons")
    }
}
