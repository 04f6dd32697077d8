// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import projectord

@Suite("Rebuild progress")
struct RebuildProgressTests {
    private func report(_ json: String) throws -> RebuildReport {
        try RebuildReport.read(AdminClient.Answer(status: 200, body: Data(json.utf8)))
    }

    @Test("a line has records, rate, part and what is left")
    func line() throws {
        var progress = RebuildProgress()
        let first = try report(
            #"{"projection":"a","state":"building","generation":2,"delivered":1000,"lag_records":null,"progress":null}"#
        )
        #expect(progress.line(first, atS: 1) == "generation 2: 1,000 records")
        let second = try report(
            #"{"projection":"a","state":"b","generation":2,"delivered":21000,"lag_records":5000,"progress":0.807}"#
        )
        #expect(
            progress.line(second, atS: 3)
                == "generation 2: 21,000 records, 10,000/s, 80 %, 5,000 behind, about 500 ms left")
        let third = try report(
            #"{"projection":"shop","state":"waiting","generation":2,"delivered":21000,"waiting_for":"the \u0007disk"}"#)
        #expect(progress.line(third, atS: 9) == #"generation 2: 21,000 records, 0/s, waiting: the \u{7}disk"#)
    }

    @Test(
        "a refusal exits 1, an absent projection 64, brokers that are away 69",
        arguments: [(409, 1), (404, 64), (503, 69)])
    func exits(status: Int, code: Int32) {
        let body = Data(#"{"title":"T","status":\#(status),"detail":"d","hint":"h"}"#.utf8)
        do {
            _ = try RebuildReport.read(AdminClient.Answer(status: status, body: body))
            Issue.record("no error")
        } catch {
            #expect(error.code.rawValue == code)
            #expect(error.text == "error: T: d\ntry: h\n")
        }
    }
}
