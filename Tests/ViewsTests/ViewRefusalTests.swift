// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors
import Definition
import Events
import Testing

@testable import Views

@Suite("Refused views")
struct ViewRefusalTests {
    private static let more = [
        Relation(
            name: "log", kind: .table, columns: [Relation.Column("kind", .text), Relation.Column("x", .integer)],
            key: ["_at"]),
        Relation(
            name: "clicks", kind: .stream, columns: [Relation.Column("page", .text), Relation.Column("x", .integer)],
            key: ["_at"]),
        Relation(
            name: "m", kind: .table,
            columns: [Relation.Column("id", .integer, isNullable: false), Relation.Column("r", .real)], key: ["id"]),
    ]

    private func fault(_ sql: String) throws -> Diagnostic? {
        let relations = TestTable.all.map(\.relation) + Self.more
        let view: View
        switch HandViews.read("v", sql, over: relations) {
        case .success(let read): view = read
        case .failure(let faults): return faults.all.first
        }
        switch ViewCompiler().compile(view, after: [], over: relations) {
        case .success: return nil
        case .failure(let faults): return faults.all.first
        }
    }

    private static let cases: [(sql: String, code: DiagnosticCode, term: String)] = [
        ("select page, x from clicks", .noKey, "clicks"),
        ("select c.id from c join o on o.amt > c.tier", .notEquality, "o on"),
        ("select c.id, o.id oid from c, o", .notEquality, "o"),
        ("select c.id from c where exists (select 1 from o where o.amt > c.tier)", .uncorrelated, "o where"),
        ("select region, name, count(*) n from c group by region", .bareColumn, "name, count"),
        ("select sum(r) s from m", .notInvertible, "sum"),
        ("select sum(name) s from c", .notInvertible, "sum"),
        ("select a.k from (select name || tier k from c) a join e on e.sal = a.k", .badView, "e.sal"),
        ("select a.n from (select region, count(*) n from c group by region) a where a.n > a.region", .badView, "a.n"),
        ("select a.id from (select cid + amt id from o) a join c on c.id = a.id", .needsIndex, "a join"),
        ("select id from c where id not in (select cid from o)", .unsupportedClause, "id not in"),
        ("select group_concat(id) g from o", .notSupportedYet, "group_concat"),
        ("select id, row_number() over (order by id) n from o", .windowWithoutPartition, "row_number"),
        ("select id, (select max(amt) from o where o.cid = c.id) m from c", .unsupportedClause, "(select max"),
    ]

    @Test("what cannot be kept exactly is refused with its code, its place and a rewrite", arguments: cases.indices)
    func refused(index: Int) throws {
        let (sql, code, term) = Self.cases[index]
        let fault = try #require(try fault(sql), "accepted: \(sql)")
        #expect(fault.code == code, "\(sql): \(fault.message)")
        let offset = String(sql.utf8.dropFirst(fault.place.column - 1)) ?? ""
        #expect(offset.hasPrefix(term) || code == .needsIndex, "\(sql): at \(offset)")
        #expect(fault.hint != nil || code == .notSupportedYet)
    }

    @Test(
        "R24: a table that keeps no rows stands alone in an aggregate view",
        arguments: [
            "select page, count(*) n, max(x) m from clicks where x > 1 group by page", "select count(*) n from clicks",
        ])
    func streams(sql: String) throws {
        #expect(try fault(sql) == nil)
        #expect(try fault("select c.id, t.page from c join clicks t on t.x = c.id")?.code == .noKey)
    }

    @Test("no index is made where a key serves, and one where nothing does")
    func indexes() throws {
        let relations = TestTable.all.map(\.relation)
        func objects(_ sql: String) throws -> [String] {
            let view = try HandViews.read("v", sql, over: relations).get()
            return try ViewCompiler().compile(view, after: [], over: relations).get().filter { $0.contains("v__x") }
        }
        #expect(
            try objects("select count(*) n from o join c on c.id = o.cid where c.region = 'n'") == [
                "CREATE INDEX \"v__x1\" ON \"o\" (\"cid\")"
            ])
        #expect(try objects("select i.oid, i.line, o.amt from i join o on o.id = i.oid").isEmpty)
    }
}
