// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import ReadModel
import SQLite
import Testing

/// R17: what cannot be applied is held, with what comes after it for its key.
@Suite("Held") struct HeldTests {
    private func added(_ key: String?, _ price: String, partition: Int32 = 0) -> Record {
        Record(key, #"{"price":\#(price)}"#, type: "Added", partition: partition)
    }

    @Test("R17: a record that fails is held with all its bytes, later ones of its key wait, other keys go on")
    func holds() throws {
        let model = try Model.holding()
        var notices: [String] = []
        model.writer.onHeld = { notices.append("\($0.place) \($0.fault.code.rawValue)") }
        try model.put([added("a", "1"), added("a", #""x""#), added("b", "2"), added("a", "3"), added("b", "4")])
        try model.put(added("a", "5"))
        try model.writer.commit()
        #expect(try model.rows("SELECT order_id, total, lines FROM orders") == ["'a', 100, 1", "'b', 600, 2"])
        #expect(try model.held() == ["0@1 bad-value", "0@3 -", "0@5 -"])
        #expect(notices == ["orders/0@1 bad-value"])
        let account = try model.position().accounting
        #expect(account.delivered == 6 && account.applied == 3 && account.held == 3 && account.isBalanced)
        #expect(model.writer.heldKeyCount == 1)
        let reader = try HeldReader(model.file)
        let record = try #require(try reader.record(topic: "orders", partition: 0, offset: 1))
        #expect(record.key == Array("a".utf8) && record.value == Array(#"{"price":"x"}"#.utf8))
        #expect(record.headers == [RawRecord.Header(name: "type", value: Array("Added".utf8))])
        #expect(record.fault?.message == #"$.price: found `"x"`, which is no decimal(2)"#)
        #expect(try reader.keys(limit: 10).map(\.waiting) == [2])
        #expect(try reader.count().keys == 1)
        #expect(try reader.count().records == 3)
    }

    @Test("R17: a record is applied to all tables that it feeds or to none, and its key waits in all of them")
    func allOrNone() throws {
        let text = """
            projection: shop
            sources: {lines: {topic: lines}}
            tables:
              counts: {key: {id: text}, columns: {n: integer}, on: {lines: {"*": {set: {n: n + 1}}}}}
              sums: {key: {id: text}, columns: {sum: integer}, on: {lines: {"*": {set: {sum: sum + $.n}}}}}
            """
        let model = try Model.holding(text)
        try model.put([Record("a", #"{"n":1}"#), Record("a", #"{"n":"x"}"#), Record("a", #"{"n":2}"#)])
        try model.writer.commit()
        #expect(try model.rows("SELECT n, sum FROM counts JOIN sums USING (id)") == ["1, 1"])
        #expect(try model.held() == ["0@1 bad-value", "0@2 -"])
    }

    @Test("R17: a record without a key is held alone")
    func nullKeys() throws {
        let model = try Model.holding()
        try model.put([added(nil, "1"), added(nil, "2"), added("a", "3"), Record(nil, "{}", type: "Unknown")])
        try model.writer.commit()
        #expect(try model.held() == ["0@0 bad-key", "0@1 bad-key"])
        #expect(model.writer.heldKeyCount == 2)
        #expect(try model.position().accounting.noHandler == 1)
        #expect(try model.tend(.retryAll).failedKeys == 2)
        try model.skip(1)
        #expect(try model.tend(.decisions).skipped == 1)
        #expect(try model.held() == ["0@0 bad-key"])
    }

    @Test("R17: more failures than stop_above among the last 1,000 stop before the record, also over a restart")
    func stopAbove() throws {
        let model = try Model.holding(stopAbove: 0.003)
        for number in 0..<3 { try model.put([added("k\(number)", #""x""#), added("g", "1")]) }
        // Waiting records do not count.
        for _ in 0..<5 { try model.put(added("k0", "1")) }
        try model.writer.commit()
        for _ in 0..<2 {
            try model.reopen()
            let stopped = #expect(throws: ModelWriter.StoppedRecord.self) {
                try model.put([added("g", "1"), added("late", #""y""#)])
            }
            #expect(stopped?.excess == "4 of the last 1000 records failed")
            #expect(stopped?.hash == RawRecord(added("late", #""y""#)).hash)
            #expect(stopped?.fault.code == .badValue)
            #expect(try model.position().next == stopped?.offset)
            #expect(try model.position().accounting.isBalanced)
            try model.writer.commit()
        }
        for _ in 0..<990 { try model.put(added("g", "1")) }
        try model.put(added("late", #""y""#))
        #expect(model.writer.heldKeyCount == 4)
    }

    @Test("R17: in a rebuild, failures below the live position do not count")
    func rebuildHoldsFreely() throws {
        let model = try Model.holding(stopAbove: 0)
        var live = try model.position()
        live.done = 2
        let writer = try ModelWriter(file: model.file, projection: model.projection, holdFreelyBelow: [live])
        let batch = EventBatch()
        let decoder = RecordDecoder(plan: writer.plans[0])
        let raw = RawBatch()
        for offset in 0..<3 {
            let record = added("k\(offset)", #""x""#)
            raw.records.append(RawRecord(record))
            decoder.setHeader(0, copying: Array("Added".utf8))
            let bytes = Array(record.value?.utf8 ?? "".utf8)
            unsafe decoder.decode(
                key: bytes.span.bytes, value: bytes.span.bytes, offset: Int64(offset), timestampMs: 0, partition: 0,
                into: batch)
        }
        let stopped = #expect(throws: ModelWriter.StoppedRecord.self) { try writer.apply(batch, raw: raw) }
        #expect(stopped?.offset == 2 && stopped?.excess == "1 of the last 1000 records failed")
    }

    @Test("R8: a sum of a re-keyed table that overflows stops, and is not held")
    func rekeyedOverflowStops() throws {
        let model = try Model.holding(Definitions.pages)
        try model.put(Record("a", #"{"page":"p","spent":-92233720368547758.08}"#))
        let stopped = #expect(throws: ModelWriter.StoppedRecord.self) {
            try model.put(Record("b", #"{"page":"p","spent":-0.01}"#))
        }
        #expect(stopped?.fault.code == .overflow && stopped?.excess == nil && stopped?.offset == 1)
    }

    @Test("R4: a record for another partition's row is held by the careful writer")
    func careful() throws {
        let model = try Model.holding(Definitions.customers, partitions: 2)
        try model.put(Record("1", #"{"name":"ann"}"#))
        try model.writer.commit()
        try model.put(Record("1", #"{"name":"bob"}"#, partition: 1))
        #expect(throws: ModelWriter.NeedsCare.self) { try model.writer.commit() }
        try model.reopen(isCareful: true)
        try model.put([Record("1", #"{"name":"bob"}"#, partition: 1), Record("1", #"{"name":"eve"}"#)])
        try model.writer.commit()
        #expect(try model.held() == ["0@1 -", "1@0 key-in-two-partitions"])
        try model.skip(0, partition: 1)
        try model.tend(.decisions)
        #expect(try model.table("customers") == ["1, 'eve', NULL, NULL"])
        #expect(try model.held() == [])
    }

    @Test("R17: a retry applies the records of a key in their order, up to the first that fails again")
    func retry() throws {
        let model = try Model.holding()
        let large = "92233720368547758.07"
        try model.put([added("a", large), added("a", "1"), added("a", "2"), added("a", #""x""#), added("a", "3")])
        try model.put([added("b", #""x""#), added("c", "1")])
        try model.writer.commit()
        #expect(try model.held() == ["0@1 overflow", "0@2 -", "0@3 -", "0@4 -", "0@5 bad-value"])
        var result = try model.tend(.retryKey(Array("a".utf8)))
        #expect(result.wasFound && result.applied == 0 && result.failedKeys == 1)
        #expect(try model.tend(.retryKey(Array("c".utf8))).wasFound == false)
        // What made it fail is mended from outside.
        try Connection(path: model.file.path, mode: .readWrite).execute(
            "UPDATE orders SET total = 0 WHERE order_id = 'a'")
        result = try model.tend(.retryRecord(topic: "orders", partition: 0, offset: 1), limit: 1)
        #expect(result.applied == 2 && result.failedKeys == 1 && result.freedKeys == 0)
        #expect(try model.held() == ["0@3 bad-value", "0@4 -", "0@5 bad-value"])
        #expect(try model.rows("SELECT total, lines FROM orders WHERE order_id = 'a'") == ["300, 3"])
        try model.reopen()
        try model.put(added("a", "4"))
        try model.put(added("c", "4"))
        #expect(try model.tend(.retryAll).failedKeys == 2)
        #expect(try model.held() == ["0@3 bad-value", "0@4 -", "0@5 bad-value", "0@7 -"])
        #expect(try model.rows("SELECT total FROM orders WHERE order_id = 'c'") == ["500"])
        #expect(try model.position().accounting.isBalanced)
    }

    @Test("R17: a held record whose row a later one has changed is not applied any more")
    func overtaken() throws {
        let model = try Model.holding()
        let maximum = "92233720368547758.07"
        // Two ways to write one key: to Kafka they are two.
        try model.put([added("o", maximum), added("o", "1"), added(#"{"order_id":"o"}"#, "-2")])
        try model.writer.commit()
        #expect(try model.held() == ["0@1 overflow"])
        #expect(try model.tend(.retryAll).failedKeys == 1)
        #expect(try model.held() == ["0@1 overtaken"])
        let record = try HeldReader(model.file).record(topic: "orders", partition: 0, offset: 1)
        #expect(record?.fault?.message == "the row of table orders was changed by the later record at offset 2")
        #expect(try model.position().accounting.held == 1)
    }
}
