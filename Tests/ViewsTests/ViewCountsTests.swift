// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors
import SQLite
import Testing

@testable import Views

@Suite("Counts of views")
struct ViewCountsTests {
    @Test(
        "a row of a large list or partition counts with all rows that are made again for it",
        arguments: [
            ("select cid, group_concat(id) ids from o group by cid", Int64(40)),
            ("select id, rank() over (partition by cid order by amt) place from o", 40),
            ("select cid, count(*) n from o group by cid", 1),
        ])
    func largestFanOut(of sql: String, rows: Int64) throws {
        let bench = try ViewBench(HandViews.compiled([("v", sql)]))
        for id in 1...40 {
            let row: [TestValue] = [.number(id), .integer(1), .null, .number(id), .integer(0)]
            try bench.write(TestBatch(tables: [("o", [TestBatch.Event(key: [row[0]], row: row)])]))
        }
        #expect(bench.keeper.counts[0].largestFanOut == rows)
    }
}
