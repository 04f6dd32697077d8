// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import projectord

@Suite("Verify text")
struct VerifyTextTests {
    private func report(_ views: String) throws -> VerifyReport {
        let json = #"{"projection": "shop", "generation": 1, "views": [\#(views)]}"#
        return try VerifyReport.read(.init(status: 200, body: Data(json.utf8)))
    }

    @Test("each view is told as right, as different with examples, or as not kept")
    func text() throws {
        let found = try report(
            """
            {"name": "page", "rows": 1200, "missing": 0, "extra": 0, "examples": []},
            {"name": "totals", "rows": 1, "missing": 1, "extra": 0, "examples": ["- 7, 'x'"]},
            {"name": "sums", "failure": "integer overflow", "rows": 0, "missing": 0, "extra": 0, "examples": []}
            """)
        #expect(
            found.text == """
                page: 1,200 rows, as its SELECT gives them
                totals: 1 row, 1 missing, 0 extra
                  - 7, 'x'
                sums: not kept: integer overflow

                """)
        #expect(found.views.map(\.isRight) == [true, false, false])
        #expect(try report("").text == "shop has no views\n")
    }

    @Test("of a sample the seed and the keys are told, and a view that nothing can be compared with")
    func sample() throws {
        let json = """
            {"projection": "shop", "generation": 1, "seed": 7, "views": [
             {"name": "page", "keys": 1940, "rows": 22800, "missing": 0, "extra": 0, "examples": []},
             {"name": "totals", "keys": 5, "rows": 9, "missing": 0, "extra": 1, "examples": ["+ 1"]},
             {"name": "stats", "keeps_no_rows": "clicks", "rows": 3, "missing": 0, "extra": 0, "examples": []}]}
            """
        let found = try VerifyReport.read(.init(status: 200, body: Data(json.utf8)))
        #expect(
            found.text == """
                some keys of each view, --seed 7 chooses the same
                page: 22,800 rows, those of 1,940 keys as its SELECT gives them
                totals: 9 rows, 0 missing, 1 extra
                  + 1
                stats: 3 rows, not compared: clicks keeps no rows

                """)
        #expect(found.views.map(\.isRight) == [true, false, true])
    }

    @Test("a failed view is told by the status")
    func status() throws {
        let live = """
            {"generation": 1, "state": "running", "bytes": 0, "partitions": [],
             "views": [{"name": "page", "state": "kept"}, {"name": "totals", "state": "failed", "reason": "too large"}]}
            """
        let json = """
            {"version": "0.1.0", "query_address": "http://127.0.0.1:8080", "projections":
             [{"name": "shop", "state": "running", "live": \(live), "building": null}]}
            """
        let text = StatusText.text(try StatusReport.read(Data(json.utf8)))
        #expect(text.contains("  view totals failed: too large\n") && !text.contains("view page"))
    }
}
