// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

/// Tables with a row for each element of an array.
struct ElementTests {
    private func file(key: String, handlers: String, more: String = "") -> String {
        ProjectionSample.file(
            source: "type: $.type",
            table: "key: {\(key)}, columns: {sku: text, n: integer}, on: {s: {\(handlers)}}\(more)")
    }

    private func table(key: String, handlers: String) throws -> Table {
        try #require(try ProjectionSample.read(file(key: key, handlers: handlers)).tables.first)
    }

    @Test func `the key is the record's, then the element's, and the row is set from the element`() throws {
        let table = try table(
            key: "order_id: text, line: $index integer",
            handlers: "Placed: {each: $.order.items, replace: true, set: {sku: $each.sku, n: $index}}, Erased: delete")
        #expect(table.kind == .folded)
        #expect(table.hasRowPerElement)
        #expect(table.key.map(\.origin) == [.recordKey(.fields("order_id")), .element(.index)])
        #expect(table.handlers.map(\.each) == [.fields("order.items"), nil])
        #expect(table.handlers.map(\.replaces) == [true, false])
        #expect(table.handlers[1].action == .delete)
        guard case .set(let assignments) = table.handlers[0].action else {
            Issue.record("no set")
            return
        }
        #expect(
            assignments.map(\.form) == [
                .value(.field(EventField(origin: .each(.fields("sku")), type: .text))),
                .value(.field(EventField(origin: .index, type: .integer))),
            ])
    }

    @Test func `a field of the element names its row, and a delete with each removes those named`() throws {
        let table = try table(
            key: "order: $key.o text, shop: $key.s integer, sku2: $each.sku text",
            handlers: "Added: {each: $.items, set: {n: n + $each.n}}, Removed: {each: $.items, delete: true}")
        #expect(
            table.key.map(\.origin) == [
                .recordKey(.fields("o")), .recordKey(.fields("s")), .element(.each(.fields("sku"))),
            ])
        #expect(table.handlers[1].each == .fields("items"))
        #expect(table.handlers[1].action == .delete)
        #expect(
            try self.table(key: "o: $key text, tag: $each text", handlers: "A: {each: $.tags, set: {n: 1}}").key.count
                == 2)
    }

    @Test(
        "an expression in an element reads it as it reads the body",
        arguments: [
            ("n", "integer($each.n) * 2"), ("n", "$index + 1"), ("n", "max(n, $each.n)"), ("sku", "$.sku"),
            ("sku", "coalesce(sku, $each.sku)"), ("n", "length(text($each.sku))"), ("sku", "$each"),
        ])
    func expressions(column: String, text: String) throws {
        let handlers = "A: {each: $.items, set: {\(column): \"\(text)\"}}"
        let handler = try table(key: "o: text, i: $index integer", handlers: handlers).handlers[0]
        guard case .set(let assignments) = handler.action else {
            Issue.record("no set")
            return
        }
        #expect(assignments[0].sql.fields.count == 1)
    }

    @Test(
        "a key that names no rows of one record is told",
        arguments: [
            ("line: $index integer", ["5:13 bad-value: the key has columns of the element alone"]),
            (
                "line: $index integer, o: text",
                ["5:35 bad-value: key column 'o' of the record comes after 'line' of the element"]
            ),
            (
                "o: text, line: $index text, raw: $each.x json",
                [
                    "5:28 bad-value: $index is of type integer, not text",
                    "5:46 bad-value: a key column is not of type json",
                ]
            ),
            (
                "p: $.page text, line: $index integer",
                ["5:35 bad-value: $index in the key of a re-keyed table"]
            ),
            (
                "o: $key text, p: text, line: $index integer",
                [
                    "5:16 bad-value: $key as a whole is the value of a single key column; this key has 2"
                ]
            ),
        ])
    func keyFaults(key: String, faults: [String]) {
        let found = ProjectionSample.faults(file(key: key, handlers: "A: {each: $.items, set: {n: n + 1}}"))
        #expect(found == faults)
    }

    @Test(
        "a handler that does not fit the key is told",
        arguments: [
            (
                "o: text, i: $index integer", "A: {set: {n: 1}}",
                ["missing-key: a handler that sets needs 'each', as the key has $index"]
            ),
            (
                "o: text", "A: {each: $.items, set: {n: 1}}",
                ["bad-value: each: in a table whose key names no element, so all would be one row"]
            ),
            ("o: $.o text", "A: {each: $.items, set: {n: n + 1}}", ["bad-value: each: in a re-keyed table"]),
            ("o: text", "A: {replace: true, set: {n: 1}}", ["bad-value: replace: without each: and set:"]),
            (
                "o: text, i: $index integer", "A: {each: $.items, replace: true, delete: true}",
                ["bad-value: replace: without each: and set:"]
            ),
            (
                "o: text, i: $index integer", "A: {each: $.items, delete: true, set: {n: 1}}",
                ["bad-value: delete in a mapping stands as {each: …, delete: true}"]
            ),
            (
                "o: text, i: $index integer", "A: {each: $.items, delete: false}",
                ["bad-value: delete in a mapping stands as {each: …, delete: true}"]
            ),
            (
                "o: text, i: $index integer", "A: {each: items, set: {n: 1}}",
                ["bad-path: an event reference starts with $"]
            ),
            (
                "o: text, i: $index integer", "A: {each: $, set: {n: 1}}",
                ["bad-path: each is a field of the body, not all of it"]
            ),
            ("o: text, i: $index integer", "A: {each: $.items}", ["missing-key: a handler needs 'set'"]),
            ("o: text", "A: {set: {n: $each.n}}", ["bad-expression: $each.n without each: in the handler"]),
            (
                "o: text", "A: {set: {n: $source.n}}",
                ["bad-expression: $source.n in a handler: $source is of changes, which have none"]
            ),
        ])
    func handlerFaults(key: String, handlers: String, faults: [String]) {
        let found = ProjectionSample.faults(file(key: key, handlers: handlers)).map { fault in
            String(fault[fault.index(after: fault.firstIndex(of: " ") ?? fault.startIndex)...])
        }
        #expect(found == faults)
    }

    @Test(
        "a table with a row for each element has no history and no versions yet",
        arguments: ["history: true", "version: $.v"])
    func later(word: String) {
        let text = file(
            key: "o: text, i: $index integer", handlers: "A: {each: $.items, set: {n: 1}}", more: ", \(word)")
        let (_, diagnostics) = ProjectionReader.read(files: [("shop.yaml", text)])
        #expect(diagnostics.map(\.code) == [.notSupportedYet])
    }
}
