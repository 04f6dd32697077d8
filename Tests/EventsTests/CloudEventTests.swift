// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

struct CloudEventTests {
    private static let headers = ["ce_type", "ce_time", "ce_id", "ce_subject", "ce_count", "trace"]
    private static let time = "2024-02-29T12:34:56.5+01:00"

    private static func decoder(other: Bool = true) throws -> RecordDecoder {
        let slots =
            [try slot("$.a", .integer), try slot("$.b.c", .text)]
            + [
                DecodePlan.Slot(origin: .type, type: .text), DecodePlan.Slot(origin: .time, type: .timestamp),
                DecodePlan.Slot(origin: .header(3), type: .text), DecodePlan.Slot(origin: .header(4), type: .integer),
                DecodePlan.Slot(origin: .header(5), type: .text),
            ]
        let shapes =
            [DecodePlan.Shape(eventType: "Placed", slots: slots)]
            + (other ? [DecodePlan.Shape(eventType: nil, slots: [try slot("$.a", .integer)])] : [])
        let plan = DecodePlan(
            source: 1, format: .cloudEvents, headers: headers, type: .header(0), id: .header(2), time: .header(1),
            shapes: shapes, tombstone: [DecodePlan.Slot(origin: .time, type: .timestamp)])
        #expect(plan.headers == headers + ["content-type", "ce_specversion"])
        return RecordDecoder(plan: plan)
    }

    private static let binary: [Int: String] = [
        0: "Placed", 1: time, 2: "id-1", 3: "order", 4: "12", 5: "t", 6: "application/json", 7: "1.0",
    ]
    private static let structured =
        "{\"specversion\":\"1.0\",\"id\":\"id-1\",\"source\":\"/x\",\"type\":\"Placed\",\"time\":\"\(time)\","
        + "\"subject\":\"order\",\"count\":12,\"data\":{\"a\":1,\"b\":{\"c\":\"x\"}}}"
    private static let cells: [Reading] = [
        .integer(1), .text("x"), .text("Placed"), .text("2024-02-29T11:34:56.500000Z"), .text("order"), .integer(12),
        .text("t"),
    ]

    @Test("binary and structured mode give the same event")
    func modes() throws {
        let decoder = try Self.decoder()
        let binary = decoder.decode(key: "k", "{\"a\":1,\"b\":{\"c\":\"x\"}}", headers: Self.binary)
        #expect(binary.fate == .event)
        #expect(Array(binary.cells.prefix(7)) == Self.cells)
        #expect(binary.cells.count == 9, "the event's identity follows")
        for type in ["application/cloudevents+json", "Application/CloudEvents+JSON; charset=UTF-8", nil] {
            var headers = [5: "t"]
            headers[6] = type
            #expect(decoder.decode(key: "k", Self.structured, headers: headers) == binary, "\(type ?? "no type")")
        }
        let bare = decoder.decode(key: "k", Self.structured)
        #expect(bare.cells[6] == .null, "headers are forgotten after their record, in both modes")
    }

    @Test("an event of a type without handler is ignored, one without data has no fields")
    func ignored() throws {
        let decoder = try Self.decoder(other: false)
        let other = Self.structured.replacing("Placed", with: "Lost")
        #expect(decoder.decode(other).fate == .ignored)
        #expect(decoder.decode("no JSON", headers: [0: "Lost", 7: "1.0"]).fate == .ignored)
        for data in ["null", nil] {
            let value = "{\"specversion\":\"1.0\",\"type\":\"Placed\"\(data.map { ",\"data\":\($0)" } ?? "")}"
            let decoded = decoder.decode(value)
            #expect(decoded.fate == .event)
            #expect(Array(decoded.cells.prefix(3)) == [.null, .null, .text("Placed")])
        }
    }

    @Test("a record that is no event of version 1.0 is unreadable and says why")
    func faults() throws {
        let decoder = try Self.decoder()
        let cases: [(String, [Int: String], ConversionFault)] = [
            ("{}", [0: "Placed"], .notACloudEvent), ("{\"specversion\":\"0.3\"}", [:], .notACloudEvent),
            ("{\"specversion\":1.0}", [:], .notACloudEvent), ("{}", [7: "0.3"], .notACloudEvent),
            ("{}", [6: "application/cloudevents+json"], .notACloudEvent),
            ("[]", [6: "application/cloudevents-batch+json"], .cloudEventFormat),
            ("x", [6: "application/cloudevents+avro"], .cloudEventFormat),
            ("{}", [6: "application/cloudevents+jsonx"], .cloudEventFormat),
            ("{\"specversion\":\"1.0\",\"data_base64\":\"e30=\"}", [:], .cloudEventData),
            ("{\"specversion\":\"1.0\",\"data\":\"{}\"}", [:], .cloudEventData),
            ("{\"specversion\":\"1.0\",\"data\":[1]}", [:], .cloudEventData),
            ("[]", [7: "1.0"], .notAnObject), ("<a/>", [7: "1.0"], .notJSON), ("{\"a\"", [:], .notJSON),
        ]
        for (value, headers, fault) in cases {
            let decoded = decoder.decode(value, headers: headers)
            #expect(decoded.fate == .unreadable, "\(value)")
            #expect(decoded.cells == [.bad(fault, value)])
        }
        #expect(ConversionFault.allCases.allSatisfy { !$0.explanation(for: .json).isEmpty })
    }

    @Test("R9: a CloudEvent without a value is a tombstone, with its record's time")
    func tombstone() throws {
        let decoded = try Self.decoder().decode(value: nil, timestampMs: 1500, headers: Self.binary)
        #expect(decoded.fate == .tombstone)
        #expect(decoded.cells == [.text("1970-01-01T00:00:01.500000Z")])
    }

    @Test("5,000 mutated events neither crash nor depend on what was read before")
    func mutated() throws {
        let seed: UInt64 = 0xCE_10
        var numbers = SeededNumbers(state: seed)
        let decoder = try Self.decoder()
        let odd = Array("{}[],:\"\\0189.eE+-tfn1.0\u{0}u=".utf8) + [0xC3, 0xFF]
        var events = 0
        for round in 0..<5_000 {
            var bytes = Array(Self.structured.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                let byte = odd[Int.random(in: 0..<odd.count, using: &numbers)]
                if Bool.random(using: &numbers) { bytes[place] = byte } else { bytes.insert(byte, at: place) }
            }
            let decoded = decoder.decode(value: bytes)
            if decoded.fate == .event { events += 1 }
            if round % 20 == 0 {
                #expect(try Self.decoder().decode(value: bytes) == decoded, "seed \(seed), round \(round)")
            }
        }
        #expect(events > 500 && events < 4_500, "seed \(seed): \(events) events")
    }
}
