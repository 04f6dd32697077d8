// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Foundation
import Testing

/// Whole files: the samples, those of the guide, and one with a bit of everything.
struct WholeFilesTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The text of a file of the repository.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("the sample projections have no faults", arguments: ["shop", "support"])
    func samples(name: String) throws {
        let projection = try ProjectionSample.read(Self.text("projections/\(name).yaml"))
        #expect(projection.name == name)
        #expect(!projection.queries.isEmpty)
    }

    @Test func `the sample of real sources uses what they need`() throws {
        let support = try ProjectionSample.read(Self.text("projections/support.yaml"))
        #expect(support.sources.map(\.format) == [.debezium, .json, .cloudevents])
        #expect(support.sources[1].upcasts.map(\.steps.count) == [2])
        #expect(support.tables.map(\.kind) == [.replica, .folded, .folded, .folded, .append])
        #expect(support.tables.map(\.hasHistory) == [true, false, false, false, false])
        #expect(support.tables[1].version == .fields("version"))
        #expect(support.tables[2].handlers.map(\.replaces) == [false, true, false, false])
        #expect(support.queries[0].tables == [0, 1])
    }

    @Test func `every example of the guide has no faults, and it explains every word`() throws {
        let guide = try Self.text("docs/projection-file.md")
        let parts = guide.components(separatedBy: "```yaml\n").dropFirst()
        let files = parts.map { String($0[..<($0.range(of: "```")?.lowerBound ?? $0.endIndex)]) }
        #expect(files.count >= 5)
        for file in files { _ = try ProjectionSample.read(file) }
        let words = [
            "projection", "description", "sources", "tables", "queries", "held", "stop_above", "topic", "format",
            "type",
            "id", "repeats", "time", "upcast", "rename", "move", "default", "drop", "cuts", "decimals", "times", "from",
            "on", "append", "key", "columns", "history", "version", "index", "set", "each", "replace", "delete", "sql",
            "params", "order", "limit", "max", "scan", "required", "enum",
        ]
        for word in words { #expect(guide.contains("`\(word)") || guide.contains("\(word): "), "\(word)") }
    }

    /// What a whole file looks like; what is not built yet is left out.
    private static let everything = """
        projection: shop
        description: Orders with their customer, payment and stock, for the shop's pages.

        sources:
          customers: {topic: shop.public.customers, format: debezium}
          orders:
            topic: orders.events
            format: json
            type: header:eventType
            id: header:id
            time: $.occurred_at
          payments: {topic: payments.events, format: json, type: header:eventType, id: header:id}
          clicks: {topic: shop.clicks, format: json}

        tables:
          customers:
            from: customers
            key: {id: integer}
            columns: {name: text, city: text, credit: decimal(2)}
            history: true
          orders:
            key: {order_id: text}
            columns: {customer_id: integer, status: text, total: decimal(2), placed_at: timestamp}
            on:
              orders:
                OrderPlaced:
                  set: {customer_id: $.customer.id, status: "'placed'", total: $.total, placed_at: $time}
                ItemAdded:      {set: {total: "total + decimal($.price, 2) * integer($.quantity)"}}
                OrderCancelled: {set: {status: "'cancelled'"}}
                OrderErased:    delete
          order_lines:
            key: {order_id: text, line: $index integer}
            columns: {sku: text, quantity: integer, price: decimal(2)}
            on:
              orders:
                OrderPlaced: {each: $.items, set: {sku: $each.sku, quantity: $each.quantity, price: $each.price}}
                OrderErased: delete
          payments:
            key: {order_id: text}
            columns: {state: text, amount: decimal(2)}
            on:
              payments:
                PaymentAuthorized: {set: {state: "'authorized'", amount: $.amount}}
                PaymentRefunded:   {set: {state: "'refunded'"}}
          page_stats:
            key: {page: $.page text}
            columns: {clicks: integer, last_at: timestamp}
            on: {clicks: {"*": {set: {clicks: clicks + 1, last_at: "max(last_at, $time)"}}}}
          clicks:
            from: clicks
            append: true
            columns: {page: text, customer_id: integer, at: timestamp}

        """

    @Test func `a file with a bit of everything has no faults`() throws {
        let projection = try ProjectionSample.read(Self.everything)
        #expect(projection.tables.map(\.kind) == [.replica, .folded, .folded, .folded, .rekeyed, .append])
        #expect(projection.sources.map(\.id) == [nil, .header("id"), .header("id"), nil])
        #expect(projection.tables[2].handlers[0].each == .fields("items"))
    }
}
