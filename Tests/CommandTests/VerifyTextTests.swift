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
