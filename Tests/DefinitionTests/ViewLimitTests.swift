// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

/// Views that show their first rows only.
@Suite struct ViewLimitTests {
    private static func file(limit: String, reader: String) -> String {
        """
        projection: shop
        sources: {orders: {topic: orders}}
        tables:
          orders: {from: orders, key: {id: integer}, columns: {customer: text, n: integer}}
        views:
          first: {sql: "SELECT id, customer, n FROM orders ORDER BY n DESC\(limit)"}
          reader:
            sql: \(reader)
        queries:
          first: {sql: SELECT * FROM first, order: [n desc, id], limit: {default: 10, max: 10}}
        """
    }

    @Test(
        "R22: a view that has a LIMIT is read by queries alone; told at its place, and without LIMIT it is accepted",
        arguments: [
            "SELECT id FROM «first»", "SELECT f.id FROM orders o LEFT JOIN «first» f ON f.id = o.id",
            "SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM «first» WHERE first.id = o.id)",
            "WITH f AS (SELECT id FROM «first») SELECT id FROM f", "SELECT f.n FROM (SELECT n FROM «FIRST») f",
        ])
    func readers(marked: String) throws {
        let reader = marked.replacing("«", with: "").replacing("»", with: "")
        let fault = try #require(ProjectionSample.diagnostics(Self.file(limit: " LIMIT 10", reader: reader)).first)
        #expect(fault.code == .unsupportedClause && fault.message == "first has a LIMIT, so that no view may read it")
        #expect(fault.place.line == 8)
        #expect(fault.place.column == 10 + (marked.split(separator: "«").first?.utf8.count ?? 0))
        #expect(fault.hint == "leave LIMIT out of first, and write limit: beside the sql of the queries")
        #expect(ProjectionSample.diagnostics(Self.file(limit: "", reader: reader)).map(\.code) == [.needsIndex])
        let indexed = Self.file(limit: "", reader: reader).replacing(
            "n DESC\"}", with: "n DESC\", index: [\"n desc, id\"]}")
        #expect(ProjectionSample.diagnostics(indexed) == [])
    }
}
