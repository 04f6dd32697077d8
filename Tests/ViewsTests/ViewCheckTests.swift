// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import SQLite
import Testing

@testable import Views

@Suite("Verifying views")
struct ViewCheckTests {
    @Test("a view that was tampered with is told, missing and extra rows apart")
    func tampered() throws {
        let program = try HandViews.compiled([("totals", "select cid, sum(amt) s from o group by cid")])
        let bench = try ViewBench(program)
        let events = (0..<4).map { OrderRow.put($0, cid: $0, amt: $0) }
        try bench.write(TestBatch(tables: [("o", events)]))
        let check = ViewCheck(program)
        #expect(try check.compare("totals", on: bench.connection).isNone)
        try bench.connection.execute("DELETE FROM totals__s WHERE g0 = 1; UPDATE totals__s SET _s0 = 9 WHERE g0 = 2")
        let difference = try check.compare("totals", on: bench.connection, examples: 2)
        #expect(difference.missing == 2)
        #expect(difference.extra == 1)
        #expect(difference.examples.count == 2)
        #expect(!difference.isNone)
    }

    @Test("R21: averages are compared as they are kept, from the exact sum")
    func averages() throws {
        let bench = try ViewBench(try HandViews.compiled([("v", "select avg(amt) a, total(amt) t from o")]))
        let large = Int(Int64.max / 4)
        for id in 0..<3 {
            try bench.write(TestBatch(tables: [("o", [OrderRow.put(id, cid: 1, amt: large - id)])]))
        }
        #expect(try bench.differences().isEmpty)
    }

    @Test("R22: rows that tie come by their key, in windows, lists and limits")
    func ties() throws {
        let bench = try ViewBench(
            try HandViews.compiled([
                ("first", "select id, amt from o order by amt limit 2"),
                ("ranks", "select id, row_number() over (partition by cid order by amt) n from o"),
                ("lists", "select cid, group_concat(id) ids from o group by cid"),
            ]))
        let events = [4, 2, 3, 1].map { OrderRow.put($0, cid: 1, amt: 7) }
        for event in events { try bench.write(TestBatch(tables: [("o", [event])])) }
        #expect(try bench.differences().isEmpty)
        #expect(try bench.connection.text("SELECT group_concat(id) FROM first") == "1,2")
        #expect(try bench.connection.integer("SELECT n FROM ranks WHERE id = 3") == 3)
        #expect(try bench.connection.text("SELECT ids FROM lists") == "1,2,3,4")
        let over = HandViews.read("v", "select id from first", over: bench.program.views.map(\.relation))
        let view = try over.get()
        let relations = TestTable.all.map(\.relation)
        let result = ViewCompiler().compile(view, after: bench.program.views, over: relations)
        #expect(throws: (any Error).self) { try result.get() }
    }

    @Test("R21, R22: what rules complete in a SELECT is told")
    func completed() throws {
        let program = try HandViews.compiled([
            ("mean", "select avg(amt) a from o"), ("first", "select id, amt from o order by amt limit 2"),
            ("plain", "select id from o"),
        ])
        let texts = program.views.map { ViewCheck(program).select(of: $0) }
        #expect(texts[0].contains("CAST(sum(\"o\".\"amt\") AS REAL) / count("))
        #expect(texts[1].hasSuffix(" ORDER BY 2, 1 LIMIT 2"))
        #expect(texts[2] == SelectPrinter().text(program.views[2].select))
    }

    @Test("what keeps a view is told: nodes, statements and plans")
    func explained() throws {
        let program = try HandViews.compiled([
            ("totals", "select c.region, sum(o.amt) s from o join c on c.id = o.cid group by c.region")
        ])
        let text = program.explanation(of: "totals")
        #expect(text.contains("node totals, reads o, c") || text.contains("node totals, reads c, o"))
        #expect(text.contains("before o is written"))
        #expect(text.contains("| SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"))
        #expect(program.followed == ["c", "o"])
    }
}
