// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors
import Definition
import SQLite
import Testing

@testable import Views

/// What other keepers of views got wrong once, by the numbers of their bugs.
@Suite("Bugs of other keepers of views")
struct ViewRegressionTests {
    private func bench(_ sql: String...) throws -> ViewBench {
        try ViewBench(try HandViews.compiled(sql.enumerated().map { ("v\($0.offset)", $0.element) }))
    }

    private func orders(_ events: TestBatch.Event...) -> TestBatch { TestBatch(tables: [("o", events)]) }

    /// Writes the batches, and sees after each that all views are right.
    private func write(_ bench: ViewBench, _ batches: TestBatch...) throws {
        for batch in batches {
            try bench.write(batch)
            let differences = try bench.differences()
            #expect(differences.isEmpty, "\(differences)")
        }
    }

    @Test("a group that is emptied and filled again is there once (Turso 8531)")
    func emptiedAndFilled() throws {
        let bench = try bench("select cid, count(*) n, sum(amt) s, max(amt) m from o group by cid")
        try write(
            bench, orders(OrderRow.put(1, cid: 1, amt: 5)), orders(OrderRow.delete(1)),
            orders(OrderRow.put(1, cid: 1, amt: 2)))
        #expect(try bench.connection.integer("SELECT s FROM v0") == 2)
        #expect(try bench.connection.integer("SELECT count(*) FROM v0__s") == 1)
    }

    @Test("one table may stand in two branches (Turso 5734)")
    func twoBranches() throws {
        let bench = try bench("select id, amt from o union all select id, amt from o where amt > 3")
        try write(bench, orders(OrderRow.put(1, cid: 1, amt: 5)), orders(OrderRow.put(1, cid: 1, amt: 3)))
    }

    @Test("nothing is left of a transaction that was rolled back (Turso 6771)")
    func rolledBack() throws {
        let bench = try bench("select cid, sum(amt) s from o group by cid", "select o.id, o.amt from o")
        try write(bench, orders(OrderRow.put(1, cid: 1, amt: 5)))
        try bench.connection.execute("BEGIN; INSERT INTO temp.\"_d_o\" VALUES (1, 2, 1, 'a', 100, 0)")
        try bench.keeper.willWrite("o")
        try bench.connection.execute("INSERT INTO o VALUES (2, 1, 'a', 100, 0)")
        try bench.keeper.didWrite("o")
        try bench.keeper.finish()
        try bench.connection.execute("ROLLBACK")
        bench.keeper.rolledBack()
        try write(bench, orders(OrderRow.put(3, cid: 1, amt: 7)))
        #expect(try bench.connection.integer("SELECT s FROM v0") == 12)
    }

    @Test("a row that is replaced by itself changes nothing (Turso 8463)")
    func replacedByItself() throws {
        let bench = try bench("select cid, count(*) n, count(distinct status) d from o group by cid")
        try write(bench, orders(OrderRow.put(1, cid: 1)), orders(OrderRow.put(1, cid: 1)))
        #expect(try bench.connection.integer("SELECT n FROM v0") == 1)
    }

    @Test("a key that is deleted and inserted again in one transaction is there once (Turso 3601)")
    func deletedAndInserted() throws {
        let bench = try bench("select o.id, o.amt, c.region from o join c on c.id = o.cid")
        let customers = TestBatch(tables: [("c", [OrderRow.customer(1, region: "n")])])
        let both = TestBatch(tables: [
            ("c", [TestBatch.Event(key: [.integer(1)], row: nil)]), ("o", [OrderRow.put(1, cid: 1, amt: 9)]),
        ])
        try write(bench, customers, orders(OrderRow.put(1, cid: 1)), both, customers)
        #expect(try bench.connection.integer("SELECT count(*) FROM v0") == 1)
    }

    @Test("a group comes back when HAVING holds again (OpenIVM 3)")
    func having() throws {
        let bench = try bench(
            "select cid, sum(amt) s from o group by cid having sum(amt) > 8",
            "select c.id, v.s from c left join v0 v on v.cid = c.id")
        try write(
            bench, TestBatch(tables: [("c", [OrderRow.customer(1, region: "n")])]),
            orders(OrderRow.put(1, cid: 1, amt: 5)), orders(OrderRow.put(2, cid: 1, amt: 5)),
            orders(OrderRow.delete(1)), orders(OrderRow.put(3, cid: 1, amt: 4)))
        #expect(try bench.connection.integer("SELECT s FROM v0") == 9)
    }

    @Test("an aggregate of three joined tables, filled when they have rows, keeps its groups (Turso 3406)")
    func threeJoined() throws {
        let bench = try bench(
            "select i.oid, sum(i.price * (10 - i.qty)) revenue, o.ts, o.status from c join o on c.id = o.cid "
                + "join i on i.oid = o.id where c.region = 'n' and o.ts < 30 and i.qty > 2 "
                + "group by i.oid, o.ts, o.status order by revenue desc, o.ts limit 3")
        var random = SeededRandom(3406)
        for _ in 0..<20 { try bench.write(TestBatch.random(&random, count: 30), following: false) }
        try bench.build()
        #expect(try bench.differences().isEmpty)
        for _ in 0..<100 { try write(bench, TestBatch.random(&random, count: 10)) }
    }

    @Test("no row is left of a join whose sides end or move in one transaction (pg_trickle EC-01)")
    func bothSides() throws {
        let bench = try bench(
            "select o.id, o.amt, c.region, i.line from o join c on c.id = o.cid join i on i.oid = o.id",
            "select c.region, count(*) n, sum(i.qty) s from o join c on c.id = o.cid join i on i.oid = o.id "
                + "group by c.region")
        let line = TestBatch.Event(key: [.integer(1), .integer(0)], row: [1, 0, 0, 4, 2].map { .number($0) })
        func batch(_ order: TestBatch.Event, _ customers: [TestBatch.Event], _ line: TestBatch.Event) -> TestBatch {
            TestBatch(tables: [("c", customers), ("i", [line]), ("o", [order])])
        }
        let both = [OrderRow.customer(1, region: "n"), OrderRow.customer(2, region: "s")]
        let ended = TestBatch.Event(key: line.key, row: nil)
        try write(bench, batch(OrderRow.put(1, cid: 1), both, line))
        // The order moves to another customer, while both move to another region.
        let moved = [OrderRow.customer(1, region: "s"), OrderRow.customer(2, region: nil)]
        try write(bench, batch(OrderRow.put(1, cid: 2), moved, line))
        try write(bench, batch(OrderRow.delete(1), [TestBatch.Event(key: [.integer(2)], row: nil)], ended))
        #expect(try bench.connection.integer("SELECT count(*) FROM v0") == 0)
        #expect(try bench.connection.integer("SELECT count(*) FROM v1__s") == 0)
    }

    @Test("an update that meets the same row twice is counted once (EC-02 of pg_trickle)")
    func metTwice() throws {
        let bench = try bench(
            "select c.id from c where exists (select 1 from o where o.cid = c.id and o.amt > 2)",
            "select a.dept, count(*) n, sum(b.sal) s from e a join e b on b.boss = a.boss group by a.dept")
        func person(_ id: Int, _ boss: Int, _ salary: Int) -> TestBatch.Event {
            TestBatch.Event(
                key: [.number(id)], row: [.number(id), .number(boss), .number(salary), .word("d1")])
        }
        try write(
            bench, TestBatch(tables: [("c", [OrderRow.customer(1, region: "n")]), ("e", [person(1, 1, 2)])]),
            orders(OrderRow.put(1, cid: 1, amt: 5), OrderRow.put(2, cid: 1, amt: 5)),
            orders(OrderRow.put(1, cid: 1, amt: 6), OrderRow.put(2, cid: 1, amt: 7)),
            TestBatch(tables: [("e", [person(1, 2, 3), person(2, 2, 4)])]),
            TestBatch(tables: [("e", [person(1, 2, 1), person(2, 1, 4)]), ("o", [OrderRow.put(1, cid: 1, amt: 1)])]))
    }

    @Test("the group of NULL is one group (pg_ivm 31)")
    func nullGroup() throws {
        let bench = try bench(
            "select cid, status, count(*) n, min(amt) m from o group by cid, status",
            "select a.cid, sum(a.n) n from v0 a group by a.cid")
        try write(
            bench, orders(OrderRow.put(1, cid: nil, status: nil)), orders(OrderRow.put(2, cid: nil, status: nil)),
            orders(OrderRow.put(3, cid: 0, status: nil)), orders(OrderRow.delete(1)))
        #expect(try bench.connection.integer("SELECT count(*) FROM v0") == 2)
    }
}
