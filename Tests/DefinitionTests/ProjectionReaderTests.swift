// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

struct ProjectionReaderTests {
    private func shop() throws -> Projection {
        let (projections, diagnostics) = ProjectionReader.read(files: [("shop.yaml", ProjectionSample.shop)])
        #expect(diagnostics == [])
        return try #require(projections.first)
    }

    @Test func `a projection keeps its name, its words and its text`() throws {
        let shop = try shop()
        #expect(shop.name == "shop")
        #expect(shop.description == "Orders for the shop's pages.")
        #expect(shop.file == "shop.yaml")
        #expect(shop.text == ProjectionSample.shop)
    }

    @Test("R39: sources say where the type and the time are found")
    func sources() throws {
        let occurred = EventPath([.field("occurred_at")])
        #expect(
            try shop().sources == [
                Source(name: "customers", topic: "shop.public.customers"),
                Source(
                    name: "orders", topic: "orders.events", type: .header("eventType"), time: .body(occurred)),
                Source(name: "clicks", topic: "shop.clicks"),
            ])
    }

    @Test("R39: a replica's column is the field of its own name, or of its path")
    func replica() throws {
        let table = try shop().tables[0]
        #expect(table.kind == .replica)
        #expect(table.source == 0)
        #expect(table.key == [KeyColumn(name: "id", type: .integer, origin: .recordKey(EventPath([.field("id")])))])
        #expect(
            table.columns == [
                Column(name: "name", type: .text),
                Column(name: "city", type: .text, origin: .body(EventPath([.field("address"), .field("city")]))),
                Column(name: "credit", type: .decimal(scale: 2)),
            ])
        #expect(table.handlers == [])
    }

    @Test("R9: a folded table's key is the record's, renamed or not")
    func folded() throws {
        let table = try shop().tables[1]
        #expect(table.kind == .folded)
        #expect(table.source == 1)
        #expect(
            table.key == [
                KeyColumn(name: "order_id", type: .text, origin: .recordKey(EventPath([.field("orderId")])))
            ])
        #expect(table.indexes == ["customer_id, placed_at DESC, order_id"])
        #expect(table.handlers.map(\.eventType) == ["OrderPlaced", "ItemAdded", "OrderCancelled", "OrderErased"])
        #expect(table.handlers[3].action == .delete)
        guard case .set(let assignments) = table.handlers[0].action else {
            Issue.record("no set")
            return
        }
        #expect(assignments.map(\.column) == [0, 1, 2, 3])
        #expect(assignments[1].form == .value(.constant(.text("placed"))))
        #expect(
            assignments[2].form
                == .value(.field(EventField(origin: .body(EventPath([.field("total")])), type: .decimal(scale: 2)))))
        #expect(assignments[3].form == .value(.field(EventField(origin: .time, type: .timestamp))))
    }

    @Test("R8: a key from the body makes a table re-keyed, and * is every type")
    func rekeyed() throws {
        let table = try shop().tables[2]
        #expect(table.kind == .rekeyed)
        #expect(table.source == 2)
        #expect(
            table.key == [KeyColumn(name: "page", type: .text, origin: .event(.body(EventPath([.field("page")]))))])
        #expect(table.handlers.map(\.eventType) == [nil])
        guard case .set(let assignments) = table.handlers[0].action else {
            Issue.record("no set")
            return
        }
        #expect(
            assignments.map(\.form) == [
                .add(.constant(.integer(1))), .greatest(.field(EventField(origin: .time, type: .timestamp))),
            ])
    }

    @Test("R36: queries have parameters, an order and limits")
    func queries() throws {
        let queries = try shop().queries
        #expect(queries.map(\.name) == ["by-customer.v2", "pages"])
        #expect(
            queries[0].parameters == [
                Query.Parameter(name: "customer", type: .integer, isRequired: true),
                Query.Parameter(name: "status", type: .text, allowed: [.text("placed"), .text("cancelled")]),
            ])
        #expect(queries[0].order == ["placed_at desc", "order_id"])
        #expect(queries[0].limitDefault == 100)
        #expect(queries[0].limitMax == 1_000)
        #expect(queries[0].tables == [1])
        #expect(
            queries[0].columns.map(\.type) == [.text, .text, .decimal(scale: 2), .timestamp])
        #expect(queries[1].parameters == [Query.Parameter(name: "pages", type: .text, isList: true)])
    }

    @Test(
        "a limit says the default, the most, or both",
        arguments: [
            ("20", 20, 1_000), ("5000", 5_000, 5_000), ("{max: 50}", 50, 50), ("{default: 2000}", 2_000, 2_000),
            ("{default: 5, max: 10}", 5, 10),
        ])
    func limits(text: String, rows: Int, most: Int) throws {
        let text = ProjectionSample.file(queries: "  all: {sql: SELECT * FROM orders, limit: \(text)}")
        let (projections, diagnostics) = ProjectionReader.read(files: [("shop.yaml", text)])
        #expect(diagnostics == [])
        let query = try #require(projections.first?.queries.first)
        #expect(query.limitDefault == rows)
        #expect(query.limitMax == most)
    }

    @Test(
        "R9: key columns are the record's, or any of them the event's",
        arguments: [
            ("{id: integer}", [.recordKey(EventPath([.field("id")]))], Table.Kind.folded),
            ("{id: $key integer}", [.recordKey(EventPath([.field("id")]))], .folded),
            (
                "{a: text, b: $key.x.y text}",
                [.recordKey(EventPath([.field("a")])), .recordKey(EventPath([.field("x"), .field("y")]))], .folded
            ),
            (
                "{id: $key integer, page: $.page text}",
                [.event(.key(EventPath())), .event(.body(EventPath([.field("page")])))], .rekeyed
            ),
            ("{h: $header.\"ce-type\" text, t: $type text}", [.event(.header("ce-type")), .event(.type)], .rekeyed),
        ] as [(String, [KeyColumn.Origin], Table.Kind)])
    func keys(text: String, origins: [KeyColumn.Origin], kind: Table.Kind) throws {
        let tables = "  t: {on: {clicks: {\"*\": {set: {n: n + 1}}}}, key: \(text), columns: {n: integer}}"
        let file = ProjectionSample.file(tables: tables)
        let (projections, diagnostics) = ProjectionReader.read(files: [("shop.yaml", file)])
        #expect(diagnostics == [])
        let table = try #require(projections.first?.tables.last)
        #expect(table.key.map(\.origin) == origins)
        #expect(table.kind == kind)
    }

    @Test func `YAML's numbers and booleans are texts in an expression`() throws {
        let tables = """
              t:
                on: {clicks: {"*": {set: {n: 5, yes: true, none: null}}}}
                key: {id: integer}
                columns: {n: integer, yes: boolean, none: text}
            """
        let (projections, diagnostics) = ProjectionReader.read(
            files: [("shop.yaml", ProjectionSample.file(tables: tables))])
        #expect(diagnostics == [])
        guard case .set(let assignments) = projections.first?.tables.last?.handlers.first?.action else {
            Issue.record("no set")
            return
        }
        #expect(
            assignments.map(\.form) == [
                .value(.constant(.integer(5))), .value(.constant(.integer(1))), .value(.constant(.null)),
            ])
    }

    @Test func `files are read together and names are theirs alone`() {
        let other = ProjectionSample.shop.replacing("projection: shop", with: "projection: other")
        let (projections, diagnostics) = ProjectionReader.read(files: [
            ("a.yaml", ProjectionSample.shop), ("b.yaml", other), ("c.yaml", ProjectionSample.shop),
        ])
        #expect(projections.map(\.file) == ["a.yaml", "b.yaml"])
        #expect(diagnostics.map(\.code) == [.repeatedName])
        #expect(diagnostics.first?.place == Place(file: "c.yaml", line: 1, column: 13))
    }
}
