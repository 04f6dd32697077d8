// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

/// Projection files that several suites use.
enum Definitions {
    /// A projection without faults, from its text.
    static func read(_ text: String) throws -> Projection {
        let result = ProjectionReader.read(files: [("shop.yaml", text)])
        #expect(result.diagnostics == [])
        return try #require(result.projections.first)
    }

    static let customers = """
        projection: shop
        sources:
          customers: {topic: customers}
        tables:
          customers:
            from: customers
            key: {id: integer}
            columns: {name: text, city: $.address.city text, credit: decimal(2)}
        """

    static let orders = """
        projection: shop
        sources:
          orders: {topic: orders, type: header:type}
        tables:
          orders:
            key: {order_id: text}
            columns: {status: text, total: decimal(2), lines: integer, placed_at: timestamp, note: text}
            on:
              orders:
                Placed: {set: {status: "'placed'", total: $.total, placed_at: $time}}
                Added: {set: {total: total + $.price, lines: lines + 1}}
                Removed: {set: {total: total - $.price, lines: lines - 1}}
                Priced: {set: {total: "total + decimal($.price, 2) * integer($.quantity)"}}
                Noted: {set: {note: $.note}}
                Kept: {set: {note: "coalesce(note, $.note)"}}
                Swapped: {set: {status: note, note: status}}
                Erased: delete
        """

    static let pages = """
        projection: shop
        sources:
          clicks: {topic: clicks}
        tables:
          pages:
            key: {page: $.page text}
            columns: {clicks: integer, spent: decimal(2), first_at: timestamp, last_at: timestamp, least: text}
            on:
              clicks:
                "*":
                  set:
                    clicks: clicks + 1
                    spent: spent + $.spent
                    first_at: min(first_at, $time)
                    last_at: max(last_at, $time)
                    least: min(least, $.word)
        queries:
          pages:
            sql: SELECT page, clicks FROM pages WHERE page IN (SELECT value FROM json_each(:pages))
            params: {pages: {type: "text[]"}}
        """
}
