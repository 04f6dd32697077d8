// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors
import SQLite
import Testing

@testable import Views

@Suite("View failures")
struct ViewFailureTests {
    @Test("a failure names its view and its cause")
    func namesViewAndCause() {
        let failure = ViewFailure(view: "totals", message: "integer overflow")
        #expect("\(failure)".contains("totals") && "\(failure)".contains("integer overflow"))
    }

    private func write(_ bench: ViewBench, _ id: Int, _ amount: Int64) throws {
        let row: [TestValue] = [.integer(Int64(id)), .integer(1), .null, .integer(amount), .integer(0)]
        try bench.write(TestBatch(tables: [("o", [TestBatch.Event(key: [row[0]], row: row)])]))
    }

    @Test(
        "R20: a sum that overflows fails its view by name, within a batch and over batches", arguments: [true, false])
    func overflow(over batches: Bool) throws {
        let program = try HandViews.compiled([
            ("rows", "select id, amt from o"), ("totals", "select cid, sum(amt) s from o group by cid"),
            ("above", "select s, count(*) n from totals group by s"),
        ])
        let bench = try ViewBench(program)
        let half = Int64.max / 2 + 1
        let failure = #expect(throws: ViewFailure.self) {
            if batches {
                try write(bench, 1, half)
                try write(bench, 2, half)
            } else {
                let rows = (1...2).map { id -> TestBatch.Event in
                    let row: [TestValue] = [.number(id), .integer(1), .null, .integer(half), .integer(0)]
                    return TestBatch.Event(key: [row[0]], row: row)
                }
                try bench.write(TestBatch(tables: [("o", rows)]))
            }
        }
        #expect(failure?.view == "totals")
        #expect(program.views(without: ["totals"]) == ["totals", "above"])
    }

    @Test("R20: other views go on without those that failed, and what reads them")
    func goesOn() throws {
        let program = try HandViews.compiled([
            ("rows", "select id, amt from o"), ("totals", "select cid, sum(amt) s from o group by cid"),
            ("above", "select s, count(*) n from totals group by s"),
        ])
        let bench = try ViewBench(program)
        try write(bench, 1, .max)
        #expect(throws: ViewFailure.self) { try write(bench, 2, .max) }
        try bench.go(without: ["totals"])
        try write(bench, 2, .max)
        #expect(try bench.connection.integer("SELECT count(*) FROM rows") == 2)
        #expect(try bench.connection.integer("SELECT count(*) FROM above") == 1)
        #expect(bench.keeper.counts.map(\.view) == ["rows"])
    }
}
