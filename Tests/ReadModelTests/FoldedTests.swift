// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import ReadModel
import Testing

@Suite struct FoldedTests {
    private func event(_ type: String?, _ value: String = "{}", key: String = "o", at: Int64 = 0) -> Record {
        Record(key, value, type: type, timestampMs: at)
    }

    @Test func `events of a key are folded in order, and other keys stay apart`() throws {
        let model = try Model(Definitions.orders)
        try model.commit(
            event("Placed", #"{"total":10}"#, at: 1_000), event("Placed", #"{"total":1}"#, key: "p", at: 2_000),
            event("Added", #"{"price":2.5}"#), event("Added", #"{"price":"0.05"}"#), event("Removed", #"{"price":1}"#),
            event("Priced", #"{"price":1.1,"quantity":3}"#))
        #expect(
            try model.table("orders") == [
                "'o', 'placed', 1485, 1, '1970-01-01T00:00:01.000000Z', NULL",
                "'p', 'placed', 100, NULL, '1970-01-01T00:00:02.000000Z', NULL",
            ])
    }

    @Test("R11: col + e and col - e lift NULL, on both sides")
    func liftsNull() throws {
        let model = try Model(Definitions.orders)
        try model.commit(event("Added", #"{"price":2}"#), event("Added", "{}"), event("Removed", #"{"price":null}"#))
        #expect(try model.rows("SELECT total, lines FROM orders") == ["200, 1"])
        try model.commit(event("Removed", #"{"price":3}"#, key: "q"), event("Removed", "{}", key: "r"))
        #expect(
            try model.rows("SELECT order_id, total, lines FROM orders ORDER BY 1") == [
                "'o', 200, 1", "'q', -300, -1", "'r', NULL, -1",
            ])
    }

    @Test("R11: nested forms are SQLite's own, so NULL stays NULL there")
    func nestedIsNotLifted() throws {
        let text = """
            projection: shop
            sources: {events: {topic: events}}
            tables:
              rows:
                key: {id: text}
                columns: {a: integer, b: integer}
                on: {events: {"*": {set: {a: "(a + integer($.x)) * 1", b: "abs(max(b, integer($.x)))"}}}}
            """
        let model = try Model(text)
        try model.commit(Record("k", #"{"x":1}"#))
        #expect(try model.table("rows") == ["'k', NULL, NULL"])
    }

    @Test func `a set makes an absent row, and all expressions see the row before the event`() throws {
        let model = try Model(Definitions.orders)
        try model.commit(event("Noted", #"{"note":"n"}"#))
        #expect(try model.table("orders") == ["'o', NULL, NULL, NULL, NULL, 'n'"])
        try model.commit(event("Swapped"), event("Noted", #"{"note":"a longer note"}"#), event("Swapped"))
        #expect(try model.rows("SELECT status, note FROM orders") == ["'a longer note', 'n'"])
    }

    @Test func `a deleted row begins anew`() throws {
        let model = try Model(Definitions.orders)
        try model.commit(event("Placed", #"{"total":1}"#), event("Noted", #"{"note":"n"}"#))
        try model.commit(event("Erased"), event("Added", #"{"price":2}"#), event("Kept", #"{"note":"k"}"#))
        #expect(try model.table("orders") == ["'o', NULL, 200, 1, NULL, 'k'"])
        try model.commit(event("Erased"), event("Erased", key: "never"))
        #expect(try model.table("orders") == [])
        try model.commit(event("Priced", #"{"price":1,"quantity":1}"#))
        #expect(try model.table("orders") == ["'o', NULL, 100, NULL, NULL, NULL"])
        try model.commit(Record("o", nil))
        #expect(try model.table("orders") == [])
    }

    @Test("R6: events without a handler are counted as ignored, and not even read")
    func ignored() throws {
        let model = try Model(Definitions.orders)
        try model.commit(event("Placed"), event("Shipped", "no JSON"), event(nil, "{}"))
        let account = try model.position().accounting
        #expect(account.delivered == 3)
        #expect(account.applied == 1)
        #expect(account.ignored == 2)
        #expect(account.isBalanced)
    }

    @Test("R39: `*` takes every other type and records without one")
    func others() throws {
        let text = """
            projection: shop
            sources: {events: {topic: events, type: header:type}}
            tables:
              counts:
                key: {id: text}
                columns: {a: integer, other: integer}
                on: {events: {A: {set: {a: a + 1}}, "*": {set: {other: other + 1}}}}
              types: {key: {id: text}, columns: {b: integer}, on: {events: {B: {set: {b: b + 1}}}}}
            """
        let model = try Model(text)
        try model.commit(event("A"), event("B"), event("C"), event(nil))
        #expect(try model.table("counts") == ["'o', 1, 3"])
        #expect(try model.table("types") == ["'o', 1"])
    }

    @Test("a record changes all its tables or none")
    func allOrNone() throws {
        let text =
            Definitions.orders + """

                  prices:
                    key: {order_id: text}
                    columns: {price: integer}
                    on: {orders: {Added: {set: {price: $.price}}}}
                """
        let model = try Model(text)
        try model.commit(event("Added", #"{"price":1}"#))
        let before = try model.table("orders")
        let fault = model.fault(event("Added", #"{"price":1.5}"#))
        #expect(fault?.code == .badValue)
        #expect(fault?.message == "$.price: found `1.5`, which is no integer")
        try model.commit(event("Noted", #"{"note":"after"}"#))
        #expect(try model.table("orders") == before.map { $0.replacing("NULL, NULL", with: "NULL, 'after'") })
        #expect(try model.table("prices") == ["'o', 1"])
        #expect(try model.position().accounting.delivered == 2)
    }

    @Test("R8: the sum that overflows stops the projection, before the record")
    func overflow() throws {
        let model = try Model(Definitions.orders)
        try model.commit(event("Added", #"{"price":92233720368547758.07}"#))
        let fault = model.fault(event("Added", #"{"price":0.01}"#))
        #expect(fault?.code == .overflow)
        try model.writer.commit()
        #expect(try model.rows("SELECT total, lines FROM orders") == ["9223372036854775807, 1"])
        #expect(try model.position().next == 1)
    }

    @Test("R11: a result that does not fit its column stops the record")
    func badResults() throws {
        let text = """
            projection: shop
            sources: {events: {topic: events, type: header:type}}
            tables:
              rows:
                key: {id: text}
                columns: {i: integer, t: text, day: date, r: real, b: boolean}
                on:
                  events:
                    Half: {set: {i: "integer($.x) / 2.0"}}
                    Number: {set: {t: "integer($.x) + 0"}}
                    Day: {set: {day: "text($.y) || ''"}}
                    Huge: {set: {r: "real($.z) * 1e308"}}
                    Two: {set: {b: "integer($.x) + 0"}}
                    Raises: {set: {i: "abs(integer($.x))"}}
                    Whole: {set: {r: "integer($.x) + 0"}}
            """
        let model = try Model(text)
        for type in ["Half", "Number", "Day", "Huge", "Two", "Raises"] {
            let value = #"{"x":\#(type == "Raises" ? "-9223372036854775808" : "3"),"y":"2021-02-29","z":10}"#
            let fault = model.fault(event(type, value))
            #expect(fault?.code == .badResult, "\(type)")
        }
        #expect(
            model.fault(event("Half", #"{"x":3}"#))?.message
                == "the new value of rows.i is the real 1.5, which is no integer")
        try model.commit(event("Whole", #"{"x":3}"#))
        #expect(try model.table("rows") == ["'o', NULL, NULL, NULL, 3.0, NULL"])
    }

    @Test("R12: texts and keys are compared as bytes")
    func bytes() throws {
        let model = try Model(Definitions.pages)
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        for page in [composed, decomposed] {
            try model.commit(Record(nil, #"{"page":"\#(page)","word":"\#(composed)"}"#))
            try model.commit(Record(nil, #"{"page":"\#(page)","word":"\#(decomposed)"}"#))
            try model.commit(Record(nil, #"{"page":"\#(page)","word":"f"}"#))
        }
        #expect(
            try model.rows("SELECT hex(page), clicks, hex(least) FROM pages ORDER BY 1") == [
                "'65CC81', 3, '65CC81'", "'C3A9', 3, '65CC81'",
            ])
        let orders = try Model(Definitions.orders)
        try orders.commit(event("Placed", key: composed), event("Placed", key: decomposed))
        #expect(try orders.table("orders").count == 2)
    }

    @Test func `rows that are read again, by the same writer or another, are as they were`() throws {
        let texts = ["Placed", "Added", "Noted", "Swapped", "Removed", "Kept", "Priced", "Noted", "Swapped"]
        func run(reopening: Bool) throws -> [String] {
            let model = try Model(Definitions.orders)
            for (number, type) in texts.enumerated() {
                for key in ["o", "p"] {
                    let value = #"{"total":\#(number),"price":1.5,"quantity":2,"note":"\#(type)\#(number)"}"#
                    try model.commit(event(type, value, key: key, at: Int64(number)))
                }
                if reopening { try model.reopen() }
            }
            return try model.rows("SELECT *, typeof(total) FROM orders ORDER BY 1")
        }
        #expect(try run(reopening: true) == run(reopening: false))
    }

    @Test func `a cache over its bound is emptied after the commit, and rows are folded on all the same`() throws {
        let model = try Model(Definitions.orders)
        let note = String(repeating: "n", count: 950_000)
        let keys = (0..<ModelWriter.cacheBytesMax / note.utf8.count + 1).map { "k\($0)" }
        for key in keys {
            try model.put(event("Noted", #"{"note":"\#(note)"}"#, key: key))
            try model.put(event("Added", #"{"price":1}"#, key: key))
        }
        #expect(model.writer.cacheBytes > ModelWriter.cacheBytesMax)
        #expect(model.writer.dirtyRows == keys.count)
        try model.writer.commit()
        #expect(model.writer.cacheBytes == 0)
        for key in keys { try model.put(event("Added", #"{"price":2}"#, key: key)) }
        try model.writer.commit()
        #expect(
            try model.rows("SELECT count(*), sum(total), sum(lines), sum(length(note)) FROM orders")
                == ["\(keys.count), \(keys.count * 300), \(2 * keys.count), \(keys.count * 950_000)"])
    }
}
