// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

struct RecordDecoderTests {
    private func typed(_ type: DecodePlan.TypeSelector, other: Bool = true) throws -> DecodePlan {
        var shapes = [
            DecodePlan.Shape(eventType: "Placed", slots: [try slot("$.a", .integer), try slot("$.b.c", .text)]),
            DecodePlan.Shape(eventType: "Paid", slots: [DecodePlan.Slot(origin: .type, type: .text)]),
        ]
        if other { shapes.append(DecodePlan.Shape(eventType: nil, slots: [try slot("$.x", .real)])) }
        return DecodePlan(source: 1, headers: ["type", "other"], type: type, shapes: shapes)
    }

    @Test("R39: the type in a header picks the shape, * takes all others")
    func typeInHeader() throws {
        let decoder = RecordDecoder(plan: try typed(.header(0)))
        let placed = decoder.decode("{\"a\":1,\"b\":{\"c\":\"x\"}}", headers: [0: "Placed"])
        #expect(placed == Decoded(fate: .event, fault: .none, shape: 0, cells: [.integer(1), .text("x")]))
        let paid = decoder.decode("{}", headers: [0: "Paid"])
        #expect(paid == Decoded(fate: .event, fault: .none, shape: 1, cells: [.text("Paid")]))
        let other = decoder.decode("{\"x\":1.5}", headers: [0: "Pai"])
        #expect(other == Decoded(fate: .event, fault: .none, shape: 2, cells: [.value(.real(1.5))]))
        #expect(decoder.decode("{}").shape == 2, "a header is forgotten after its record")
    }

    @Test("a record that no handler is for is ignored; with its type in a header, its value is not even read")
    func ignored() throws {
        let ignored = Decoded(fate: .ignored, fault: .none, shape: 0, cells: [])
        let header = RecordDecoder(plan: try typed(.header(0), other: false))
        #expect(header.decode("no JSON", headers: [0: "Lost"]) == ignored)
        #expect(header.decode("no JSON") == ignored)
        let body = RecordDecoder(plan: try typed(.body(EventPath([.field("type")])), other: false))
        #expect(body.decode("{\"type\":\"Lost\"}") == ignored)
        #expect(body.decode("{}") == ignored)
        #expect(body.decode("{\"type\":\"Lost\"").fault == .notJSON)
        #expect(RecordDecoder(plan: DecodePlan(source: 0, shapes: [])).decode("{}") == ignored)
    }

    @Test("the type in the body may stand behind the fields that it is needed for")
    func typeInBody() throws {
        let decoder = RecordDecoder(plan: try typed(.body(EventPath([.field("type")]))))
        let placed = decoder.decode("{\"a\":1,\"b\":{\"c\":\"x\"},\"type\":\"Placed\"}")
        #expect(placed == Decoded(fate: .event, fault: .none, shape: 0, cells: [.integer(1), .text("x")]))
        #expect(decoder.decode("{\"type\":\"Pa\\u0069d\"}").cells == [.text("Paid")])
        #expect(decoder.decode("{\"type\":null,\"x\":1}").shape == 2)
        #expect(decoder.decode("{\"x\":1}").shape == 2)
        let bad = decoder.decode("{\"type\":5}")
        #expect(bad.fate == .unreadable)
        #expect(bad.cells == [.bad(.typeMissing, "{\"type\":5}")])
    }

    @Test("a value that is no JSON object makes a record unreadable, with its start")
    func unreadable() throws {
        let decoder = RecordDecoder(plan: plan([]))
        for (value, fault) in [
            ("", ConversionFault.notJSON), ("nul", .notJSON), ("[1,2]", .notAnObject), ("12", .notAnObject),
            ("\"a\"", .notAnObject), ("null", .notAnObject), ("[1,2", .notJSON), ("{\"a\":1}x", .notJSON),
            ("{\"a\":1}{}", .notJSON), ("\u{FEFF}{}", .notJSON), ("{\"a\":\"b\u{1}\"}", .notJSON),
        ] {
            let decoded = decoder.decode(value)
            #expect(decoded.fate == .unreadable)
            #expect(decoded.fault == fault, "\(value)")
            #expect(decoded.cells == [.bad(fault, value)])
        }
        #expect(decoder.decode(value: Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)).fault == .notUTF8)
    }

    @Test("headers, time and offset are read as their slots' types")
    func outsideTheBody() throws {
        let slots = [
            DecodePlan.Slot(origin: .header(0), type: .integer), DecodePlan.Slot(origin: .header(1), type: .json),
            DecodePlan.Slot(origin: .time, type: .timestamp), DecodePlan.Slot(origin: .time, type: .integer),
            DecodePlan.Slot(origin: .offset, type: .integer), DecodePlan.Slot(origin: .offset, type: .text),
            DecodePlan.Slot(origin: .type, type: .text), DecodePlan.Slot(origin: .time, type: .boolean),
        ]
        var plan = plan(slots)
        plan.headers = ["a", "b"]
        let decoder = RecordDecoder(plan: plan)
        let value = Array("{}".utf8)
        let full = decoder.decode(value: value, offset: 9, timestampMs: 1500, headers: [0: "07", 1: " {\"a\": 1} "])
        #expect(
            full.cells == [
                .bad(.malformed, "07"), .text("{\"a\": 1}"), .text("1970-01-01T00:00:01.500000Z"), .integer(1500),
                .integer(9), .text("9"), .null, .bad(.malformed, "1500"),
            ])
        let empty = decoder.decode(value: value, timestampMs: -1, headers: [0: "7.0", 1: "{"])
        #expect(empty.cells.prefix(4) == [.integer(7), .bad(.notJSON, "{"), .null, .null])
        let late = decoder.decode(value: value, timestampMs: 253_402_300_800_000)
        #expect(late.cells[2] == .bad(.outOfRange, "253402300800000"))
    }

    @Test("the time is where the source says")
    func time() throws {
        let slots = [DecodePlan.Slot(origin: .time, type: .timestamp)]
        var body = plan(slots)
        body.time = .body(EventPath([.field("at")]))
        let decoder = RecordDecoder(plan: body)
        #expect(decoder.decode("{\"at\":1500}").cells == [.text("1970-01-01T00:00:01.500000Z")])
        #expect(decoder.decode("{\"at\":\"soon\"}").cells == [.bad(.malformed, "\"soon\"")])
        #expect(decoder.decode("{}").cells == [.null])
        var header = plan(slots)
        header.headers = ["ce-time"]
        header.time = .header(0)
        let text = "2024-01-01T00:00:00+01:00"
        let cells = RecordDecoder(plan: header).decode("{}", headers: [0: text]).cells
        #expect(cells == [.text("2023-12-31T23:00:00.000000Z")])
    }

    @Test("records stand in order with their cells, in memory that is used again")
    func batches() throws {
        let decoder = RecordDecoder(plan: plan([try slot("$.n", .integer), try slot("$.t", .text)]))
        let batch = EventBatch()
        for round in 0..<2 {
            batch.removeAll()
            for number in 0..<5_000 {
                let text = String(repeating: "\(number)", count: number % 40)
                let value = Array("{\"t\":\"\(text)\",\"n\":\(number)}".utf8)
                decoder.append(value: value, offset: Int64(number), timestampMs: 5, to: batch)
            }
            #expect(batch.records.count == 5_000)
            #expect(batch.cellCount == 10_000)
            #expect(batch.byteCount > 5_000 * 32 + 10_000 * 16)
            for number in 0..<5_000 {
                let text = String(repeating: "\(number)", count: number % 40)
                #expect(batch.decoded(number).cells == [.integer(Int64(number)), .text(text)], "round \(round)")
            }
            #expect(batch.records[17].offset == 17)
            #expect(batch.records[17].source == 7)
            #expect(batch.records[17].partition == 3)
        }
    }

    @Test("a value larger than the batch's memory is kept whole")
    func large() throws {
        let text = String(repeating: "0123456789", count: 1_000_000)
        let cells = try read("{\"t\":\"\(text)\",\"u\":[1]}", ("$.t", .text), ("$.t", .json), ("$.u", .json))
        #expect(cells == [.text(text), .text("\"\(text)\""), .text("[1]")])
    }

    @Test("a cell has the layout that the shim writes")
    func layout() {
        #expect(MemoryLayout<Cell>.size == 16)
        #expect(MemoryLayout<Cell>.stride == 16)
        #expect(MemoryLayout<Cell>.alignment == 8)
        #expect(MemoryLayout<Cell>.offset(of: \.payload) == 0)
        #expect(MemoryLayout<Cell>.offset(of: \.length) == 8)
        #expect(MemoryLayout<Cell>.offset(of: \.rawKind) == 12)
        #expect(MemoryLayout<Cell>.offset(of: \.rawFault) == 13)
        #expect(MemoryLayout<Cell>.offset(of: \.reserved) == 14)
        #expect(MemoryLayout<EventRecord>.stride == 32)
    }
}
