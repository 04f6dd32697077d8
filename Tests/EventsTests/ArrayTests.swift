// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

/// The elements of arrays as cells, after those of the record (R16).
struct ArrayTests {
    static func array(
        _ path: String, otherwise: [String] = [], _ slots: (String, ValueType)...
    ) throws -> DecodePlan.ArrayReading {
        DecodePlan.ArrayReading(
            path: try EventPath(parsing: path), otherwise: try otherwise.map { try EventPath(parsing: $0) },
            slots: try slots.map { path, type in
                let origin: DecodePlan.Origin =
                    path == "$index" ? .index : .each(try EventPath(parsing: path.replacing("$each", with: "$")))
                return DecodePlan.Slot(origin: origin, type: type)
            })
    }

    static func decoder(_ arrays: DecodePlan.ArrayReading..., slots: [DecodePlan.Slot] = []) -> RecordDecoder {
        RecordDecoder(
            plan: DecodePlan(
                source: 0, shapes: [DecodePlan.Shape(eventType: nil, slots: slots, arrays: arrays)]))
    }

    @Test("an array's cells are its number of elements, and then those of each element")
    func elements() throws {
        let decoder = Self.decoder(
            try Self.array("$.items", ("$index", .integer), ("$each.sku", .text), ("$each.price", .decimal(scale: 2))),
            slots: [try slot("$.id", .integer), try slot("$.items[1].sku", .text)])
        let value = #"{"id":7,"items":[{"sku":"a","price":1.5},{"price":"2","sku":"b"},{"sku":null}]}"#
        #expect(
            decoder.decode(value).cells == [
                .integer(7), .text("b"), .integer(3), .integer(0), .text("a"), .integer(150), .integer(1), .text("b"),
                .integer(200), .integer(2), .null, .null,
            ])
    }

    @Test("an absent, null or empty array has no elements; anything else is no array")
    func noElements() throws {
        let decoder = Self.decoder(try Self.array("$.a.items", ("$each", .integer)))
        for value in ["{}", #"{"a":null}"#, #"{"a":5}"#, #"{"a":{"items":null}}"#, #"{"a":{"items":[ ]}}"#] {
            #expect(decoder.decode(value).cells == [.integer(0)], "\(value)")
        }
        for found in ["5", #""x""#, "true", #"{"0":1}"#] {
            let decoded = decoder.decode(#"{"a":{"items":\#(found)}}"#)
            #expect(decoded.fate == .event)
            #expect(decoded.cells == [.bad(.wrongType, found)])
        }
    }

    @Test("an element is read by its own path, whatever it is")
    func kinds() throws {
        let decoder = Self.decoder(
            try Self.array("$.l", ("$each", .json), ("$each.a.b", .text), ("$each[1]", .integer), ("$each", .integer)))
        let value = #"{"l":[1, {"a":{"b":"x"}} ,[3,4],null,{"a":5},"s",[[],"t"]]}"#
        #expect(
            decoder.decode(value).cells == [
                .integer(7),
                .text("1"), .null, .null, .integer(1),
                .text(#"{"a":{"b":"x"}}"#), .text("x"), .null, .bad(.wrongType, #"{"a":{"b":"x"}}"#),
                .text("[3,4]"), .null, .integer(4), .bad(.wrongType, "[3,4]"),
                .null, .null, .null, .null,
                .text(#"{"a":5}"#), .null, .null, .bad(.wrongType, #"{"a":5}"#),
                .text(#""s""#), .null, .null, .bad(.wrongType, #""s""#),
                .text(#"[[],"t"]"#), .null, .bad(.wrongType, #""t""#), .bad(.wrongType, #"[[],"t"]"#),
            ])
    }

    @Test("an index is read as plain text of its digits is")
    func indexTypes() throws {
        let decoder = Self.decoder(
            try Self.array(
                "$.l", ("$index", .text), ("$index", .decimal(scale: 1)), ("$index", .json), ("$index", .boolean)))
        #expect(
            decoder.decode(#"{"l":[0,0]}"#).cells == [
                .integer(2), .text("0"), .integer(0), .text("0"), .bad(.malformed, "0"), .text("1"), .integer(10),
                .text("1"), .bad(.malformed, "1"),
            ])
    }

    @Test("an array is looked for at its other places where nothing is at the first, be it null")
    func otherwise() throws {
        let decoder = Self.decoder(try Self.array("$.items", otherwise: ["$.lines", "$.x.y"], ("$each", .integer)))
        #expect(decoder.decode(#"{"lines":[2],"items":[1]}"#).cells == [.integer(1), .integer(1)])
        #expect(decoder.decode(#"{"lines":[2]}"#).cells == [.integer(1), .integer(2)])
        #expect(decoder.decode(#"{"x":{"y":[3]}}"#).cells == [.integer(1), .integer(3)])
        #expect(decoder.decode(#"{"lines":[2],"items":null}"#).cells == [.integer(0)])
    }

    @Test("several arrays stand one after the other, and one in another is its element's JSON")
    func several() throws {
        let decoder = Self.decoder(
            try Self.array("$.a", ("$each.n", .integer), ("$each.m", .json)),
            try Self.array("$.b", ("$index", .integer)),
            try Self.array("$.a[1].m", ("$each", .integer)))
        #expect(
            decoder.decode(#"{"b":[0,0],"a":[{"n":1},{"m":[5,6]}]}"#).cells == [
                .integer(2), .integer(1), .null, .null, .text("[5,6]"), .integer(2), .integer(0), .integer(1),
                .integer(2), .integer(5), .integer(6),
            ])
    }

    @Test("of a repeated key the last counts: the array, and an element's field")
    func repeated() throws {
        let decoder = Self.decoder(try Self.array("$.l", ("$each.a", .integer), ("$each.b.c", .integer)))
        #expect(
            decoder.decode(#"{"l":[{"a":9}],"l":[{"a":1,"a":2,"b":{"c":3},"b":{}},{"b":{"c":4}}]}"#).cells
                == [.integer(2), .integer(2), .null, .null, .integer(4)])
        #expect(decoder.decode(#"{"l":[{"a":9}],"l":null}"#).cells == [.integer(0)])
    }

    @Test("an escape that is no JSON in an element's name makes the array bad")
    func faultyName() throws {
        let decoder = Self.decoder(try Self.array("$.l", ("$each.a", .integer)))
        #expect(decoder.decode(#"{"l":[{"a":1},{"\q":2}]}"#).cells == [.bad(.notJSON, #"[{"a":1},{"\q":2}]"#)])
    }

    @Test("an array larger than the batch's memory is kept whole")
    func large() throws {
        let decoder = Self.decoder(try Self.array("$.l", ("$each", .text), ("$each", .json), ("$index", .integer)))
        let texts = (0..<50_000).map { "\"element \($0)\"" }
        let batch = EventBatch()
        for offset in 0..<3 {
            decoder.append(
                value: Array("{\"l\":[\(texts.joined(separator: ","))]}".utf8), offset: Int64(offset), to: batch)
        }
        let cells = batch.decoded(2).cells
        #expect(cells.count == 150_001)
        #expect(cells[0] == .integer(50_000))
        #expect(Array(cells.suffix(3)) == [.text("element 49999"), .text("\"element 49999\""), .integer(49_999)])
        #expect(batch.records[1].firstCell == 150_001)
    }
}
