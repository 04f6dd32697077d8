// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import projectord

@Suite("Status text")
struct StatusTextTests {
    private func report(_ projection: String) throws -> StatusReport {
        let json = #"{"version": "0.1.0", "query_address": "http://127.0.0.1:8080", "projections": [\#(projection)]}"#
        return try StatusReport.read(Data(json.utf8))
    }

    private static let partition = """
        {"topic": "t", "partition": 0, "first": 0, "next": 1200, "done": 1201, "log_start": 0, "log_end": 1301, \
        "lag_records": 100, "delivered": 1200, "applied": 1100, "ignored": 100, "held": 0, "skipped": 0}
        """

    private static func generation(_ state: String, lag: String) -> String {
        """
        {"generation": 2, "state": "\(state)", "lag": \(lag), "lag_records": 100, "progress": 0.426, "bytes": 20480, \
        "delivered": 1200, "wal_bytes": 0, "partitions": [\(partition)]}
        """
    }

    @Test("the state is told in words")
    func states() throws {
        func state(_ fields: String) throws -> String {
            StatusText.state(try report(#"{"name": "shop", \#(fields)}"#).projections[0])
        }
        let running = Self.generation("running", lag: "0.004")
        #expect(try state(#""state": "running", "live": \#(running), "building": null"#) == "up to date")
        let late = Self.generation("running", lag: "75.2")
        #expect(try state(#""state": "running", "live": \#(late), "building": null"#) == "lagging 75 s")
        #expect(try state(#""state": "running", "live": null, "building": \#(running)"#) == "first build, 42 %")
        #expect(
            try state(#""state": "waiting", "waiting_for": "topic t does not exist", "live": null, "building": null"#)
                == "waiting: topic t does not exist")
        #expect(
            try state(#""state": "running", "live": \#(running), "building": \#(late)"#)
                == "up to date, building generation 2")
    }

    @Test("a stopped projection shows its place, its cause and what to do")
    func stopped() throws {
        let stopped = #"{"state": "diverged", "place": "t/0@7", "reason": "not\u001b[2J it", "hint": "rebuild it"}"#
        let text = StatusText.text(
            try report(
                #"{"name": "shop", "state": "diverged", "stopped": \#(stopped), "live": null, "building": null}"#))
        #expect(
            text == """
                projectord 0.1.0, queries at http://127.0.0.1:8080

                shop: stopped, diverged
                  stopped at t/0@7: not\\u{1b}[2J it
                  try: rebuild it

                """)
    }

    @Test("figures and partitions are aligned")
    func figures() throws {
        let live = Self.generation("running", lag: "1.5")
        let text = StatusText.text(
            try report(#"{"name": "shop", "state": "running", "live": \#(live), "building": null}"#))
        #expect(
            text == """
                projectord 0.1.0, queries at http://127.0.0.1:8080

                shop: lagging 1.5 s
                  live: generation 2, 20 KB; records behind 100 (1.5 s); \
                delivered 1,200 = applied 1,100 + ignored 100 + held 0 + skipped 0
                  topic/partition   done  log end  behind  delivered  applied  ignored  held  skipped
                  t/0              1,201    1,301     100      1,200    1,100      100     0        0

                """)
    }

    @Test("what is no projectord is told so")
    func foreign() {
        #expect(throws: CommandError.self) { try StatusReport.read(Data("<html>".utf8)) }
    }

    @Test("an answer's rows become a table in the query's order of columns")
    func rows() throws {
        let json = #"""
            {"rows":[{"id":9007199254740993,"name":"A\u0007","ok":true,"sum":"1.50","x":null,"j":{"a":[1,"b"]}}],
            "truncated":true}
            """#
        let answer = try JSONDecoder().decode(QueryAnswer.self, from: Data(json.utf8))
        #expect(
            answer.text(columns: ["name", "id", "ok", "sum", "x", "j"]) == """
                name                  id  ok     sum  x  j
                A\\u{7}  9007199254740993  true  1.50     {"a": [1, "b"]}
                (1 row, and there are more: _limit=N asks for them)

                """)
    }
}
