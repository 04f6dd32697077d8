// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import SQLite
import Testing

@testable import Views

@Suite("The cost of a change")
struct ViewCostTests {
    /// How many rows one group has.
    private static let rows =
        ProcessInfo.processInfo.environment["PROJECTORD_VIEW_ROWS"].flatMap { Int($0) } ?? 100_000

    /// Views of which one group or key touches all rows, each in its own program.
    private static let shapes = [
        "select cid, count(*) n, sum(amt) s, avg(amt) a from o group by cid",
        "select cid, min(amt) mn, max(amt) mx, count(distinct ts) d from o group by cid",
        "select count(*) n, sum(amt) s from o",
        "select c.region, count(o.id) n, sum(o.amt) s from c left join o on o.cid = c.id group by c.region",
        "select cid, sum(amt) s from o group by cid having sum(amt) > 8",
        "select distinct cid, status from o",
        "select o.id, o.amt, c.name from o join c on c.id = o.cid",
        "select c.id from c where exists (select 1 from o where o.cid = c.id)",
        "select c.id, t.n from c join (select cid, count(*) n from o group by cid) t on t.cid = c.id",
        "select t.cid, t.id, t.amt from (select id, cid, amt, row_number() over (partition by cid order by amt desc) n "
            + "from o) t where t.n <= 10",
        "select c.id, c.name, count(o.id) n, sum(o.amt) s from c left join o on o.cid = c.id group by c.id, c.name",
    ]

    @Test("one change of a large group costs less than a millisecond, in every shape", arguments: shapes.indices)
    func oneChange(index: Int) throws {
        let sql = Self.shapes[index]
        let bench = try ViewBench(try HandViews.compiled([("v", sql)]))
        try bench.connection.execute(
            "INSERT INTO c VALUES (1, 'ann', 'n', 0); WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t "
                + "LIMIT \(Self.rows)) INSERT INTO o SELECT n, 1, 'a', n % 1000, n % 10000 FROM t")
        try bench.build()
        let one = try cost(of: bench, batches: 20, size: 1)
        let many = try cost(of: bench, batches: 2, size: 2_000)
        print("\(Self.rows) rows, one change \(one) us, in batches of 2000 \(many) us: \(sql)")
        #expect(one < 1_000)
        #expect(try bench.differences().isEmpty)
    }

    /// Microseconds that the view took for one change, in the median batch.
    private func cost(of bench: ViewBench, batches: Int, size: Int) throws -> Double {
        var random = SeededRandom(1)
        var costs: [Double] = []
        for _ in 0..<batches {
            let before = bench.keeper.counts[0].nanoseconds
            let ids = Set((0..<size).map { _ in 1 + random.below(Self.rows) }).sorted()
            let events = ids.map { OrderRow.put($0, cid: 1, status: "a", amt: random.below(1000)) }
            try bench.write(TestBatch(tables: [("o", events)]))
            costs.append(Double(bench.keeper.counts[0].nanoseconds - before) / 1000 / Double(size))
        }
        // Other tests take the processor now and then.
        return costs.sorted()[batches / 2]
    }
}
