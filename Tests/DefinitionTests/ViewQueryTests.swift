// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

/// Queries over views, whose objects are made by hand here.
@Suite struct ViewQueryTests {
    /// Compiles a view into a table of its columns, a reading view, and one index for each `index:`.
    private struct HandMade: ViewCompiling {
        func compile(
            _ view: View, after earlier: [View], over relations: [Relation]
        ) -> Result<[String], DiagnosticList> {
            let columns = view.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
            let typed = view.columns.map { "\"\($0.name)\" \($0.type == .text ? "TEXT" : "INTEGER")" }
            let indexes = view.indexes.enumerated().map {
                "CREATE INDEX \"\(view.name)__i\($0.offset + 1)\" ON \"\(view.name)__t\" (\($0.element))"
            }
            return .success(
                [
                    "CREATE TABLE \"\(view.name)__t\" (_b INTEGER, \(typed.joined(separator: ", ")))",
                    "CREATE VIEW \"\(view.name)\" AS SELECT \(columns) FROM \"\(view.name)__t\"",
                ] + indexes)
        }
    }

    private static func select(_ relation: String) -> Select {
        let star = SelectArm.Column(SQLExpression(.literal("1")), name: "x")
        return Select(arms: [SelectArm(columns: [star], from: [FromItem(.relation(relation), name: relation)])])
    }

    private static func view(_ name: String, reads: String, _ columns: [Relation.Column], indexes: [String] = [])
        -> View
    {
        var view = View(
            name: name, sql: "SELECT …", place: Place(file: "shop.yaml", line: 1, column: 1), select: select(reads),
            columns: columns, indexes: indexes)
        view.objects = (try? HandMade().compile(view, after: [], over: []).get()) ?? []
        return view
    }

    private static let pages = view(
        "order_page", reads: "orders",
        [
            .init("order_id", .text), .init("customer", .text), .init("customer_id", .integer),
            .init("total", .decimal(scale: 2)), .init("free", nil),
        ], indexes: ["\"customer_id\""])
    private static let totals = view(
        "totals", reads: "order_page", [.init("customer_id", .integer), .init("spent", .decimal(scale: 2))])

    private func compile(_ sql: String, order: [String] = [], scan: Bool = false) -> Result<Query, DiagnosticList> {
        let place = Place(file: "shop.yaml", line: 9, column: 1)
        let query = QueryDeclaration(
            name: .init("q", at: place), sql: .init(sql, at: place),
            parameters: [Query.Parameter(name: "c", type: .integer)], parameterPlaces: [place],
            order: order.map { .init($0, at: place) }, allowsScan: scan)
        let compiler = QueryCompiler(
            tables: [QuerySamples.customers, QuerySamples.orders], views: [Self.pages, Self.totals],
            compiler: HandMade())
        return compiler.compile(query)
    }

    @Test("R35: a view's columns keep their types in a query, and what stands behind the view is known")
    func types() throws {
        let query = try compile("SELECT order_id, total, free FROM order_page WHERE customer_id = :c").get()
        #expect(query.columns.map(\.type) == [.text, .decimal(scale: 2), nil])
        #expect(query.tables == [1])
        #expect(query.views == ["order_page"])
    }

    @Test("R20: a query names all views that it reads, also those that views read")
    func reads() throws {
        let sql = "SELECT c.name, t.spent FROM customers c, totals t WHERE c.id = :c AND t.customer_id = c.id"
        guard case .failure(let list) = compile(sql) else { return #expect(Bool(false), "no fault") }
        #expect(list.all.map(\.hint) == ["add index: [\"customer_id\"] to the view totals"])
        let query = try compile(sql.replacing("t.customer_id = c.id", with: "c.id = 1"), scan: true).get()
        #expect(query.views == ["order_page", "totals"])
        #expect(query.tables == [0, 1])
    }

    @Test("R36: a plan that scans a view is refused, with the index of the view that helps")
    func needsIndex() throws {
        let faults = compile("SELECT order_id FROM order_page WHERE customer = :c", order: ["total desc"])
        guard case .failure(let list) = faults else { return #expect(Bool(false), "no fault") }
        #expect(list.all.map(\.code) == [.needsIndex])
        #expect(list.all[0].message == "order_page is read from end to end, rows are sorted")
        #expect(list.all[0].hint == "add index: [\"customer, total desc\"] to the view order_page")
    }

    @Test("R25: the stored objects of a view are not to be read")
    func storedObjects() {
        for name in ["order_page__t", "main.order_page"] {
            guard case .failure(let list) = compile("SELECT order_id FROM \(name) WHERE customer_id = :c") else {
                #expect(Bool(false), "\(name) can be read")
                continue
            }
            #expect(list.all[0].code == .badQuery)
        }
    }
}
