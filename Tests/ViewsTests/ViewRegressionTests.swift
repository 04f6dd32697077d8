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
