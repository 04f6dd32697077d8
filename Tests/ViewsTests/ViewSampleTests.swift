// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import SQLite
import Testing

@testable import Views

@Suite("Verifying some keys of views")
struct ViewSampleTests {
    /// Rows for `o` and `c`, with NULLs in keys of groups and rows without a partner.
    private static func filled(_ views: [(String, String)], rows: Int = 40) throws -> ViewBench {
        let bench = try ViewBench(try HandViews.compiled(views))
        let customers = (0..<rows / 4).map { number in
            TestBatch.Event(
                key: [.number(number)],
                row: [
                    .number(number), .word("c\(number % 5)"), .word(number % 3 == 0 ? nil : "r\(number % 2)"),
                    .number(1),
                ])
        }
        let orders = (0..<rows).map { OrderRow.put($0, cid: $0 % 9 == 8 ? nil : $0 % 12, amt: $0) }
        try bench.write(TestBatch(tables: [("c", customers), ("o", orders)]))
        return bench
    }

    private static let shapes: [(String, String)] = [
        ("plain", "select id, amt from o where amt > 3"),
        ("joined", "select o.id, o.amt, c.name, c.region from o left join c on c.id = o.cid"),
        ("unkeyed", "select c.region, o.amt from o join c on c.id = o.cid"),
        (
            "grouped",
            "select c.region, count(*) n, sum(o.amt) s, avg(o.amt) a from o join c on c.id = o.cid group by c.region"
        ),
        ("by_customer", "select cid, count(*) n from o group by cid having count(*) > 1"),
        ("overall", "select count(*) n, sum(amt) s from o"),
        ("names", "select distinct cid, amt % 2 as odd from o"),
        ("either", "select id, 'o' as kind from o union select id, name from c"),
        ("both", "select cid as k, amt as v from o union all select id, tier from c"),
        ("ranks", "select cid, id, row_number() over (partition by cid order by amt) n from o"),
        ("lists", "select cid, group_concat(id) ids from o group by cid"),
        ("inner", "select p.cid, p.n from (select cid, count(*) n from o group by cid) p where p.n > 1"),
        (
            "common",
            "with w as (select cid, sum(amt) s from o group by cid) select c.name, w.s from c join w on w.cid = c.id"
        ),
        ("above", "select region, n + 1 as m from grouped"),
        ("first", "select id, amt from o order by amt desc limit 5"),
        ("exists", "select id, name from c where exists (select 1 from o where o.cid = c.id and o.amt > 20)"),
    ]

    @Test("keys of views of all shapes are compared, and nothing differs", arguments: [1, 3, 1_000])
    func same(keys: Int) throws {
        let bench = try Self.filled(Self.shapes)
        let check = ViewCheck(bench.program)
        for (view, _) in Self.shapes {
            for seed in UInt64(1)...5 {
                let found = try check.compare(view, keys: keys, seed: seed, on: bench.connection)
                #expect(found.isNone, "\(found)")
                let isWhole = view == "overall" || view == "first"
                #expect((found.keys == nil) == isWhole, "\(found)")
                if !isWhole { #expect((1...3 * keys).contains(found.keys ?? 0), "\(found)") }
            }
        }
    }

    /// Where the rows of a view are stored.
    private static func table(_ view: String, _ bench: ViewBench) throws -> String {
        try #require(
            try bench.connection.text(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('\(view)__t', '\(view)__s')"))
    }

    @Test("a missing row is found when the sample covers it, and so is a wrong one", arguments: shapes.map(\.0))
    func planted(view: String) throws {
        let bench = try Self.filled(Self.shapes.filter { $0.0 == view || $0.0 == "grouped" })
        let check = ViewCheck(bench.program)
        let table = try Self.table(view, bench)
        func differs(_ change: String, _ keys: Int) throws -> ViewDifference {
            try bench.connection.execute("SAVEPOINT planted; \(change)")
            defer { try? bench.connection.execute("ROLLBACK TO planted; RELEASE planted") }
            return try check.compare(view, keys: keys, seed: 7, on: bench.connection)
        }
        let names = try #require(
            try bench.connection.text("SELECT group_concat(name) FROM pragma_table_info('\(table)')"))
        let last = try #require(names.split(separator: ",").last)
        // Of a view with a LIMIT only the rows that it shows count.
        let order = view == "first" ? " ORDER BY \(last) DESC" : ""
        let one = "WHERE (\(names)) IS (SELECT \(names) FROM \(table)\(order) LIMIT 1)"
        let missing = try differs("DELETE FROM \(table) \(one)", 1_000)
        #expect(missing.missing > 0, "\(missing)")
        guard !table.hasSuffix("__s") else { return }
        let wrong = try differs("UPDATE \(table) SET \(last) = iif(typeof(\(last)) = 'text', '77', 77) \(one)", 1_000)
        #expect(wrong.extra == 1 && wrong.missing == 1, "\(wrong)")
        #expect(wrong.examples.contains { $0.hasPrefix("+ ") && $0.contains("77") }, "\(wrong)")
    }

    @Test("the same seed chooses the same keys, another one others; each is chosen about as often")
    func seeds() throws {
        let bench = try Self.filled([("plain", "select id, amt from o")], rows: 200)
        try bench.connection.execute("DELETE FROM plain__t WHERE rowid % 10 = 0")
        let check = ViewCheck(bench.program)
        func found(_ seed: UInt64) throws -> [String] {
            try check.compare("plain", keys: 20, seed: seed, on: bench.connection, examples: 100).examples
        }
        #expect(try found(1) == found(1))
        let counts = try (UInt64(1)...40).map { try found($0).count }
        #expect(Set(counts).count > 1)
        // 20 of 200 rows of the table are looked for, of which 20 are missing.
        #expect((40...120).contains(counts.reduce(0, +)), "\(counts)")
    }

    private func plan(_ sql: String, _ connection: Connection) throws -> [String] {
        let statement = try connection.prepare("EXPLAIN QUERY PLAN " + sql)
        var lines: [String] = []
        while try statement.step() { lines.append(statement.text(3)) }
        return lines
    }

    @Test("the keys of a sample are found by indexes")
    func plans() throws {
        let bench = try Self.filled(Self.shapes)
        let check = ViewCheck(bench.program)
        for (view, table) in [("joined", "o"), ("exists", "c"), ("above", "grouped")] {
            let select = try #require(bench.program.views.first { $0.name == view }?.select)
            let key = try #require(SampleKey(select, check.relations))
            try bench.connection.execute(SampleKey.create("_sample", columns: key.places.count))
            let anew = SelectPrinter().text(key.restricted(check.unordered(select), withNulls: false))
            let lines = try plan(anew, bench.connection)
            #expect(!lines.contains { $0.hasPrefix("SCAN \(table)") && !$0.contains("_sample") }, "\(view): \(lines)")
            try bench.connection.execute("DROP TABLE temp._sample")
        }
    }

    @Test("R24: a view over what keeps no rows has nothing to be compared with")
    func streams() throws {
        let clicks = Relation(name: "clicks", kind: .stream, columns: [.init("page", .text)], key: ["_at"])
        let view = try HandViews.read("v", "select page, count(*) n from clicks group by page", over: [clicks]).get()
        let check = ViewCheck(try ViewProgram([view], over: [clicks]))
        #expect(check.stream(of: "v") == "clicks")
    }
}
