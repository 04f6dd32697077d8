// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import projectord

@Suite("Rebuild progress")
struct RebuildProgressTests {
    private func report(_ members: String) throws -> RebuildReport {
        let json = #"{"projection":"a","generation":2,\#(members)}"#
        return try RebuildReport.read(AdminClient.Answer(status: 200, body: Data(json.utf8)))
    }

    @Test("a line has what is done, the phase, the part, the rate and what is left")
    func line() throws {
        let first = try report(#""state":"building","phase":"reading","records_done":1000,"records_total":null"#)
        #expect(RebuildProgress.line(first) == "generation 2: reading, 1,000 records")
        let second = try report(
            #""state":"building","phase":"reading","records_done":21000,"records_total":26000,"#
                + #""records_per_second":10000,"seconds_left":61"#)
        #expect(
            RebuildProgress.line(second)
                == "generation 2: reading, 21,000 of 26,000 records, 80 %, 10,000/s, about 61 s left")
        let third = try report(
            #""state":"waiting","phase":"reading","records_done":7,"records_total":7,"waiting_for":"the \u0007disk""#)
        #expect(
            RebuildProgress.line(third)
                == #"generation 2: reading, 7 of 7 records, 100 %, waiting: the \u{7}disk"#)
        let views = try report(
            #""state":"building","phase":"views","records_done":7,"records_total":7,"seconds_left":0"#)
        #expect(RebuildProgress.line(views) == "generation 2: views, 7 of 7 records, 100 %")
    }

    @Test("a bar is as long as the part that is done")
    func bar() throws {
        for (done, full) in [(0, 0), (50, 12), (99, 23), (100, 24), (120, 24)] {
            let report = try report(
                #""state":"building","phase":"reading","records_done":\#(done),"records_total":100"#)
            let bar = String(repeating: "#", count: full) + String(repeating: "-", count: 24 - full)
            #expect(RebuildProgress.bar(report).hasPrefix("generation 2 [\(bar)] reading, \(done) of 100 records"))
        }
        let unknown = try report(#""state":"building","phase":"reading","records_done":0,"records_total":null"#)
        #expect(RebuildProgress.bar(unknown) == "generation 2: reading, 0 records")
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
