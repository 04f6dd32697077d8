// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

/// Plain JSON that Kafka Connect wrote: above all what Debezium's outbox event router sends.
struct ConnectTests {
    private static func decoder(_ fields: [(String, ValueType)]) throws -> RecordDecoder {
        var plan = plan(try fields.map { try slot($0.0, $0.1) })
        let column = DecodePlan.KeyReading.Column(path: EventPath([.field("order_id")]), type: .text)
        plan.keys = [DecodePlan.KeyReading(columns: [column], allowsScalar: true)]
        plan.shapes[0].slots.append(DecodePlan.Slot(origin: .keyColumn(reading: 0, column: 0), type: .text))
        return RecordDecoder(plan: plan)
    }

    @Test(
        "records of the outbox router are plain events, whichever converter wrote them",
        arguments: ["outbox-string", "outbox-expand", "outbox-expand-schema"])
    func outbox(file: String) throws {
        let decoder = try Self.decoder([
            ("$.total", .decimal(scale: 2)), ("$.items[0].sku", .text), ("$.x", .text),
        ])
        let sample = try Sample.all(file)[0]
        for _ in 0..<2 {
            let decoded = decoder.decode(sample)
            #expect(decoded.fate == .event)
            #expect(decoded.cells == [.integer(1250), .text("a"), .null, .text("o-1")])
        }
    }

    @Test("a payload that is a string, or missing, is no event")
    func noObject() throws {
        let decoder = try Self.decoder([("$.total", .decimal(scale: 2))])
        #expect(try Sample.all("outbox-json").map { decoder.decode($0).fault } == [.notAnObject, .notAnObject])
        #expect(decoder.decode(try Sample.all("outbox-expand")[1]).fault == .notAnObject)
        #expect(decoder.decode(try Sample.all("outbox-expand-schema")[1]).fault == .notAnObject)
        #expect(decoder.decode(try Sample.all("outbox-string")[1]).fate == .tombstone)
    }

    @Test("an object of schema and payload is unwrapped only if the schema is of Connect and no path reads the two")
    func unwrapping() throws {
        let wrapped = "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"a\":1,\"payload\":{\"a\":2}}}"
        #expect(try read(wrapped, ("$.a", .integer)) == [.integer(1)])
        #expect(try read(wrapped, ("$.payload.a", .integer)) == [.integer(1)])
        #expect(try read(wrapped, ("$", .json)) == [.text(wrapped)])
        let own = "{\"schema\":{\"version\":1},\"payload\":{\"a\":1}}"
        #expect(try read(own, ("$.a", .integer)) == [.null])
        let three = "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"a\":1},\"a\":3}"
        #expect(try read(three, ("$.a", .integer)) == [.integer(3)])
        let turned = "{\"payload\":{\"a\":1},\"schema\":{\"type\":\"struct\"}}"
        #expect(try read(turned, ("$.a", .integer)) == [.integer(1)])
    }
}
