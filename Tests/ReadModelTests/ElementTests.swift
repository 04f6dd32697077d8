// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

@Suite struct ElementTests {
    private func event(_ type: String, _ items: String, key: String? = "o", partition: Int32 = 0) -> Record {
        Record(key, "{\"items\":\(items),\"by\":\"ann\",\"total\":1}", type: type, partition: partition)
    }

    private func lines(_ model: Model, _ columns: String = "order_id, sku, quantity") throws -> [String] {
        try model.rows("SELECT \(columns) FROM order_lines ORDER BY order_id, sku")
    }

    private func said(_ model: Model, _ record: Record) -> (RecordFault.Code, String) {
        let fault = model.fault(record)
        return (fault?.code ?? .overflow, fault?.message ?? "nothing")
    }

    @Test("R16: an array makes one row per element, keyed by the record's key and the element")
    func rowPerElement() throws {
        let model = try Model(OrderLines.projection())
        try model.commit(
            event("Placed", #"[{"sku":"b","quantity":2,"price":1.5},{"quantity":1,"sku":"a"}]"#),
            event("Placed", #"[{"sku":"a","quantity":7}]"#, key: "p"))
        #expect(
            try lines(model, "*") == [
                "'o', 'a', 1, NULL, 1, NULL, 'ann', 0", "'o', 'b', 2, 150, 0, NULL, 'ann', 0",
                "'p', 'a', 7, NULL, 0, NULL, 'ann', 1",
            ])
        #expect(try model.table("orders") == ["'o', 1", "'p', 1"])
    }

    @Test("R16: no array is no element, and a value that is none, or an element without its key, is a bad event")
    func noElements() throws {
        let model = try Model(OrderLines.projection())
        try model.commit(event("Placed", "null"), event("Placed", "[]"), Record("o", "{}", type: "Placed"))
        #expect(try lines(model) == [])
        #expect(try model.position().accounting.applied == 3)
        #expect(said(model, event("Placed", "5")) == (.badValue, "$.items: found `5`, which is no array"))
        for items in [#"[{"sku":"a"},{"quantity":1}]"#, #"[{"sku":"a"},5]"#, #"[{"sku":"a"},null]"#] {
            #expect(
                said(model, event("Placed", items)) == (.badKey, "$.items[1]: the key order_lines.sku is NULL"))
        }
        #expect(
            said(model, event("Placed", #"[{"sku":"a","quantity":"x"}]"#)) == (
                .badValue, #"$.items[0]: $each.quantity: found `"x"`, which is no integer"#
            ))
        for type in ["Placed", "Replaced", "Erased"] {
            #expect(model.fault(event(type, "[]", key: nil))?.code == .badKey, "\(type)")
        }
        try model.writer.commit()
        #expect(try lines(model) == [])
    }

    @Test("R16: a delete without each, and a tombstone, remove all rows of the record's key", arguments: [false, true])
    func deletesAll(isTombstone: Bool) throws {
        let model = try Model(OrderLines.projection())
        let items = #"[{"sku":"a"},{"sku":"b"}]"#
        try model.commit(event("Placed", items), event("Placed", items, key: "o2"), event("Placed", items, key: ""))
        try model.reopen()
        try model.put(event("Placed", #"[{"sku":"c"}]"#))
        try model.commit(isTombstone ? Record("o", nil) : event("Erased", "[]"))
        #expect(try lines(model, "order_id, sku") == ["'', 'a'", "'', 'b'", "'o2', 'a'", "'o2', 'b'"])
        try model.commit(event("Added", #"[{"sku":"a","quantity":1}]"#))
        #expect(try lines(model, "order_id, sku, quantity, by").suffix(3).first == "'o', 'a', 1, NULL")
        try model.commit(event("Erased", "[]", key: "never"))
        #expect(try lines(model).count == 5)
    }

    @Test("R16: with replace, the rows that an event does not name go", arguments: [false, true])
    func replaces(isReopened: Bool) throws {
        let model = try Model(OrderLines.projection())
        try model.commit(event("Placed", #"[{"sku":"a"},{"sku":"b"},{"sku":"c"}]"#))
        try model.commit(event("Placed", #"[{"sku":"a"}]"#, key: "p"))
        if isReopened { try model.reopen() }
        try model.commit(event("Replaced", #"[{"sku":"d","quantity":4},{"sku":"b","quantity":2}]"#))
        #expect(try lines(model) == ["'o', 'b', 2", "'o', 'd', 4", "'p', 'a', NULL"])
        try model.commit(
            event("Replaced", #"[{"sku":"c","quantity":3}]"#), event("Added", #"[{"sku":"a","quantity":1}]"#))
        #expect(try lines(model) == ["'o', 'a', 1", "'o', 'c', 3", "'p', 'a', NULL"])
        if isReopened { try model.reopen() }
        try model.commit(event("Replaced", "[]"))
        #expect(try lines(model) == ["'p', 'a', NULL"])
    }

    @Test("R16: a delete with each removes the rows that it names")
    func deletesNamed() throws {
        let model = try Model(OrderLines.projection())
        try model.commit(event("Placed", #"[{"sku":"a"},{"sku":"b"},{"sku":"c"}]"#))
        try model.commit(event("Removed", #"[{"sku":"c"},{"sku":"a"},{"sku":"c"},{"sku":"never"}]"#))
        #expect(try lines(model) == ["'o', 'b', NULL"])
    }

    @Test("R16: elements that name one row change it one after the other")
    func oneAfterTheOther() throws {
        let model = try Model(OrderLines.projection())
        try model.commit(
            event("Added", #"[{"sku":"a","quantity":1},{"sku":"b","quantity":5},{"sku":"a","quantity":2}]"#),
            event("Noted", #"[{"sku":"a","note":{"text":"x"}},{"sku":"a","note":{"text":"y"}}]"#))
        #expect(try lines(model, "sku, quantity, note") == ["'a', 3, 'xNotedyNoted'", "'b', 5, NULL"])
        let sums = try Model(OrderLines.sums())
        try sums.commit(
            Record("o", #"{"items":[{"sku":"a","quantity":1},{"sku":"b","quantity":2},{"sku":"a","quantity":4}]}"#),
            Record("p", #"{"items":[{"sku":"b","quantity":8},{"quantity":null,"sku":"c"}]}"#))
        #expect(try sums.table("sales") == ["'a', 5", "'b', 10", "'c', NULL"])
        #expect(try sums.table("totals") == ["'o', 7", "'p', 8"])
    }

    @Test("R16: all elements of a record are applied, or none, in all its tables")
    func allOrNone() throws {
        let model = try Model(OrderLines.projection())
        let long = String(repeating: "long ", count: 20)
        try model.commit(
            event("Placed", #"[{"sku":"a","quantity":1},{"sku":"b","quantity":9223372036854775807}]"#),
            event("Noted", #"[{"sku":"a","note":{"text":"n"}}]"#))
        let before = try lines(model, "*")
        let orders = try model.table("orders")
        func fails(_ type: String, _ items: String, _ code: RecordFault.Code) throws {
            let dirty = model.writer.dirtyRows
            #expect(model.fault(event(type, items))?.code == code)
            #expect(model.writer.dirtyRows == dirty)
        }
        try fails(
            "Added", #"[{"sku":"a","quantity":1},{"sku":"new"},{"sku":"a","quantity":1},{"sku":"b","quantity":1}]"#,
            .overflow)
        try fails(
            "Noted",
            #"[{"sku":"a","note":{"text":"\#(long)"}},{"sku":"a","note":{"text":"m"}},{"sku":"b","note":{"text":1}}]"#,
            .badValue)
        try fails("Removed", #"[{"sku":"a"},{"sku":"b"},{}]"#, .badKey)
        try fails("Replaced", #"[{"sku":"c"},{"sku":"b","price":1.234}]"#, .badValue)
        #expect(
            model.fault(
                Record("o", #"{"items":[{"sku":"a","quantity":5}],"total":"x"}"#, type: "Replaced"))?.code == .badValue)
        try model.writer.commit()
        #expect(try lines(model, "*") == before)
        #expect(try model.table("orders") == orders)
        try model.commit(event("Noted", #"[{"sku":"a","note":{"text":"o"}}]"#))
        #expect(try lines(model, "sku, quantity, note").first == "'a', 1, 'nNotedoNoted'")
        try model.commit(event("Erased", "[]"))
        #expect(try lines(model) == [])
    }

    @Test("R4: each row of an element is its partition's")
    func partitions() throws {
        let model = try Model(OrderLines.projection(orders: false), partitions: 2)
        try model.commit(
            event("Placed", #"[{"sku":"a"}]"#), event("Placed", #"[{"sku":"b"}]"#, partition: 1))
        for isReopened in [false, true] {
            if isReopened { try model.reopen() }
            for (type, items) in [("Added", #"[{"sku":"a"}]"#), ("Replaced", #"[{"sku":"b"}]"#), ("Erased", "[]")] {
                let fault = model.fault(event(type, items, partition: 1))
                #expect(fault?.code == .keyInTwoPartitions, "\(type)")
                #expect(fault?.message.hasSuffix("the row of table order_lines was made by partition 0") == true)
            }
        }
        try model.commit(event("Removed", #"[{"sku":"a"}]"#), event("Erased", "[]", partition: 1))
        #expect(try lines(model) == [])
    }

    @Test("R16: a key with more rows than are read at once is replaced and deleted whole")
    func manyRows() throws {
        let model = try Model(OrderLines.projection())
        let items = (0..<600).map { #"{"sku":"\#(1_000 + $0)","quantity":\#($0)}"# }.joined(separator: ",")
        try model.commit(event("Placed", "[\(items)]"), event("Placed", "[\(items)]", key: "p"))
        try model.reopen()
        try model.commit(event("Added", #"[{"sku":"1500","quantity":1},{"sku":"x","quantity":1}]"#))
        try model.commit(event("Replaced", #"[{"sku":"1000"},{"sku":"1599","quantity":7}]"#))
        #expect(try lines(model).prefix(3) == ["'o', '1000', NULL", "'o', '1599', 7", "'p', '1000', 0"])
        try model.reopen()
        try model.commit(Record("p", nil))
        #expect(try lines(model).count == 2)
    }

    @Test("R16: the record's key may have several columns, and `$index` numbers the rows")
    func numbered() throws {
        let model = try Model(OrderLines.numbered())
        let key = #"{"shop":1,"order_id":"o"}"#
        try model.commit(Record(key, #"{"lines":["a",{"b":[1]},null]}"#), Record(key, #"{"lines":[7,8]}"#))
        try model.commit(Record(#"{"order_id":"o","shop":2}"#, #"{"lines":[true]}"#))
        #expect(
            try model.rows("SELECT * FROM lines ORDER BY 1, 2, 3").map { $0.dropLast(3) } == [
                "1, 'o', 0, '7'", "1, 'o', 1, '8'", "2, 'o', 0, 'true'",
            ])
        #expect(model.fault(Record("o", "{}"))?.code == .badKey)
        try model.commit(Record(key, nil))
        #expect(try model.rows("SELECT shop FROM lines") == ["2"])
    }

    @Test("R16: an array that an upcast moves or drops is read so")
    func upcasts() throws {
        var projection = OrderLines.sums()
        let step = Upcast.Step.rename(from: OrderLines.path("old"), to: OrderLines.path("items"))
        projection.sources[0].upcasts = [Upcast(eventType: nil, steps: [step])]
        let model = try Model(projection)
        try model.commit(
            Record("o", #"{"old":[{"sku":"a","quantity":1}]}"#), Record("o", #"{"items":[{"sku":"a","quantity":2}]}"#))
        #expect(try model.table("sales") == ["'a', 3"])
        projection.sources[0].upcasts = [Upcast(eventType: nil, steps: [.drop(OrderLines.path("items"))])]
        let dropped = try Model(projection)
        try dropped.commit(Record("o", #"{"items":[{"sku":"a","quantity":2}]}"#))
        #expect(try dropped.table("sales") == [])
    }
}
