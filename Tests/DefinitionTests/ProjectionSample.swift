// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing
import Views

/// A projection file without faults, and small files around the part that a test is about.
enum ProjectionSample {
    static let shop = """
        projection: shop
        description: Orders for the shop's pages.

        sources:
          customers: {topic: shop.public.customers, format: json}
          orders:
            topic: orders.events
            type: header:eventType
            time: $.occurred_at
          clicks: {topic: shop.clicks, format: json}

        tables:
          customers:
            from: customers
            key: {id: integer}
            columns: {name: text, city: $.address.city text, credit: decimal(2)}
          orders:
            key: {order_id: $key.orderId text}
            columns: {customer_id: integer, status: text, total: decimal(2), placed_at: timestamp}
            index: ["customer_id, placed_at DESC, order_id"]
            on:
              orders:
                OrderPlaced:
                  set: {customer_id: $.customer.id, status: "'placed'", total: $.total, placed_at: $time}
                ItemAdded:      {set: {total: "total + decimal($.price, 2) * integer($.quantity)"}}
                OrderCancelled: {set: {status: "'cancelled'"}}
                OrderErased:    delete
          page_stats:
            key: {page: $.page text}
            columns: {clicks: integer, last_at: timestamp}
            on: {clicks: {"*": {set: {clicks: clicks + 1, last_at: "max(last_at, $time)"}}}}

        queries:
          by-customer.v2:
            sql: |
              SELECT order_id, status, total, placed_at FROM orders
              WHERE customer_id = :customer AND (:status IS NULL OR status = :status)
            params: {customer: {type: integer, required: true}, status: {type: text, enum: [placed, cancelled]}}
            order: [placed_at desc, order_id]
            limit: {default: 100, max: 1000}
          pages:
            sql: SELECT * FROM page_stats WHERE page IN (SELECT value FROM json_each(:pages))
            params: {pages: {type: "text[]"}}
        """

    /// A file with the sources `orders` (with types) and `clicks` (without), and a table `orders`.
    static func file(tables: String = "", queries: String = "") -> String {
        """
        projection: shop
        sources:
          orders: {topic: orders.events, type: header:eventType}
          clicks: {topic: clicks}
        tables:
          orders: {from: orders, key: {id: integer}, columns: {status: text, total: decimal(2)}}
        \(tables)
        \(queries.isEmpty ? "" : "queries:\n\(queries)")

        """
    }

    /// The projection of a text that must have no faults.
    static func read(_ text: String) throws -> Projection {
        let (projections, diagnostics) = ProjectionReader.read(files: [("shop.yaml", text)], views: ViewCompiler())
        #expect(diagnostics == [], "\(DiagnosticPrinter(texts: ["shop.yaml": text]).text(diagnostics))")
        return try #require(projections.first)
    }

    /// The faults of a text as `line:column code: message`, each of which has a hint.
    static func faults(_ text: String) -> [String] {
        diagnostics(text).map { "\($0.place.line):\($0.place.column) \($0.code.rawValue): \($0.message)" }
    }

    /// The faults of a text, each of which has a hint.
    static func diagnostics(_ text: String) -> [Diagnostic] {
        let (projections, diagnostics) = ProjectionReader.read(files: [("shop.yaml", text)], views: ViewCompiler())
        #expect(projections.isEmpty == !diagnostics.isEmpty)
        #expect(diagnostics.filter { $0.hint == nil } == [])
        return diagnostics
    }

    /// A file of one source with a table of it, for the words of sources.
    static func file(source: String, table: String = "from: s, key: {id: integer}, columns: {n: integer}") -> String {
        """
        projection: shop
        sources:
          s: {topic: t, \(source)}
        tables:
          t: {\(table)}

        """
    }
}

extension EventPath {
    /// A path of fields alone, `a.b`.
    static func fields(_ names: String) -> EventPath {
        EventPath(names.split(separator: ".").map { .field(String($0)) })
    }
}
