// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

struct DebeziumTests {
    private static let pair: [(String, ValueType)] = [("id", .integer), ("sub", .text)]
    private static let row: [(String, ValueType)] = [("id", .integer), ("sub", .text), ("v", .text)]

    @Test("R18: a change is an event, a delete a tombstone, a truncate empties, in both forms of records")
    func operations() throws {
        let decoder = RecordDecoder(plan: changePlan(Self.row, key: Self.pair))
        let records = try Sample.all("ops").map { decoder.decode($0) }
        #expect(
            records.map(\.fate) == [
                .event, .event, .event, .event, .tombstone, .tombstone, .event, .tombstone, .tombstone, .truncate,
                .event,
            ])
        #expect(records.map(\.isSnapshot) == [true, true] + Array(repeating: false, count: 9))
        #expect(records[0].cells == [.integer(1), .text("a"), .text("one")])
        #expect(records[3].cells == [.integer(3), .text("c"), .text("drei")])
        #expect(records[10].cells == [.integer(4), .text("d"), .null])
        let time = Reading.text("1970-01-01T00:00:01.500000Z")
        #expect(records[4].cells == [.integer(3), .text("c"), time])
        #expect(records[5].cells == records[4].cells)

        let withSchema = try Sample.all("ops-schema").map { decoder.decode($0) }
        #expect(withSchema.map(\.fate) == [.event, .event, .tombstone, .tombstone, .truncate])
        #expect(withSchema[0].cells == records[0].cells)
        #expect(withSchema[0].isSnapshot)
        #expect(withSchema[2].cells == records[4].cells)
        #expect(withSchema[3].cells == records[4].cells)
    }

    @Test(
        "R18: the time of a change is its source block's, that of a tombstone its record's",
        arguments: [("ts_ms", "364000", "364000"), ("ts_us", "364315", "364438"), ("ts_ns", "364315", "364438")])
    func times(name: String, update: String, delete: String) throws {
        var plan = changePlan(Self.row, key: Self.pair, time: .source(EventPath([.field(name)])))
        plan.shapes[0].slots = [
            DecodePlan.Slot(origin: .time, type: .timestamp), source("table", .text), source("lsn", .integer),
            source("ts_ms", .timestamp), source(name, .integer),
        ]
        let decoder = RecordDecoder(plan: plan)
        let records = try Sample.all("ops").map { decoder.decode($0) }
        let updated = "2026-11-21T13:01:23.\(update)Z"
        #expect(
            records[3].cells.prefix(4) == [
                .text(updated), .text("ops_noschema"), .integer(24_583_624), .text("2026-11-21T13:01:23.364000Z"),
            ])
        #expect(records[4].cells[2] == .text("2026-11-21T13:01:23.\(delete)Z"))
        #expect(records[5].cells[2] == .text("1970-01-01T00:00:01.500000Z"))
        #expect(records[9].cells.count == 3, "the time of a truncate is told too")
        #expect("\(records[3].cells[4])".contains("1795266083364"))
        let withSchema = try Sample.all("ops-schema").map { decoder.decode($0) }
        #expect(withSchema[1].cells[1] == .text("ops_schema"))
        #expect(withSchema[1].cells[0] != .null)
        #expect(withSchema[1].cells[0].fault == nil)
        #expect(withSchema[3].cells[2] == .text("1970-01-01T00:00:01.500000Z"))
    }

    private func source(_ name: String, _ type: ValueType) -> DecodePlan.Slot {
        DecodePlan.Slot(origin: .source(EventPath([.field(name)])), type: type)
    }

    @Test("R18: heartbeats, messages and marks of transactions are for no row")
    func messages() throws {
        let decoder = RecordDecoder(plan: changePlan(Self.row))
        for file in ["heartbeat", "heartbeat-schema", "message", "message-schema", "transaction-topic"] {
            for sample in try Sample.all(file) {
                let decoded = decoder.decode(sample)
                #expect(decoded == Decoded(fate: .message, fault: .none, shape: 0, cells: []), "\(file)")
            }
        }
        #expect(decoder.decode(try Sample.all("transaction")[0]).fate == .event)
    }

    @Test(
        "R18: what is no envelope is unreadable and says so",
        arguments: [
            "{}", "{\"id\":1,\"v\":\"x\"}", "{\"id\":1,\"ts_ms\":5}", "{\"op\":\"c\",\"after\":null}", "{\"op\":\"c\"}",
            "{\"op\":\"x\",\"after\":{}}", "{\"op\":1,\"after\":{}}", "{\"op\":\"cc\",\"after\":{}}",
            "{\"op\":\"u\",\"after\":[]}", "{\"op\":null,\"after\":{}}",
            "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":{\"id\":1}}",
        ])
    func noEnvelope(value: String) {
        let decoder = RecordDecoder(plan: changePlan(Self.row))
        for _ in 0..<2 {
            let decoded = decoder.decode(key: "{\"id\":1}", value)
            #expect(decoded.fate == .unreadable)
            #expect(decoded.cells == [.bad(.notAChange, String(value.prefix(64)))])
        }
    }

    @Test("R18: a json column has numbers and all else but strings as their own text")
    func ownText() {
        let decoder = RecordDecoder(plan: changePlan([("n", .json), ("b", .json), ("o", .json), ("s", .json)]))
        let decoded = decoder.decode(
            key: "{\"id\":1}", #"{"op":"c","after":{"n":-1.50,"b":true,"o":{"a":1e2},"s":"1.5"}}"#)
        #expect(decoded.cells == [.text("-1.50"), .text("true"), .text("{\"a\":1e2}"), .text("1.5")])
    }

    @Test("R18: a value that was not sent is unavailable in every type", arguments: ["toast", "toast-hex"])
    func unavailable(file: String) throws {
        let names = ["tx", "vc", "jb", "js", "by", "ta", "ia", "nn"]
        for types in [
            [.text, .text, .json, .json, .blob, .json, .json, .text], Array(repeating: ValueType.text, count: 8),
            Array(repeating: .decimal(scale: 2), count: 8), Array(repeating: .timestamp, count: 8),
        ] {
            let plan = changePlan([("id", .integer), ("n", .integer)] + zip(names, types))
            let cells = RecordDecoder(plan: plan).decode(try Sample.all(file)[0]).cells
            #expect(cells == [.integer(1), .integer(1)] + Array(repeating: .unavailable, count: 8))
        }
    }

    @Test("R18: unavailable is each column by itself, and all that is in it")
    func unavailableColumns() throws {
        var plan = changePlan([("tx", .text), ("jb", .json), ("vc", .text)])
        let element = EventPath([.field("ia"), .element(1)])
        plan.shapes[0].slots.append(DecodePlan.Slot(origin: .body(element), type: .integer))
        let decoder = RecordDecoder(plan: plan)
        let records = try Sample.all("toast").map { decoder.decode($0) }
        #expect(records[1].cells == [.unavailable, .unavailable, .unavailable, .unavailable])
        #expect(records[2].cells == [.text("small"), .text("{}"), .unavailable, .unavailable])
        #expect(records[3].cells == [.null, .text("{}"), .unavailable, .unavailable])
        let withSchema = RecordDecoder(plan: plan).decode(try Sample.all("toast-schema")[0])
        #expect(withSchema.cells == [.unavailable, .unavailable, .unavailable, .unavailable])
    }

    @Test("R9: the columns of a key are written as those of the row, and read alike")
    func compositeKey() throws {
        let key: [(String, ValueType)] = [
            ("a", .integer), ("b", .decimal(scale: 2)), ("c", .text), ("d", .timestamp), ("e", .date), ("f", .text),
            ("g", .integer),
        ]
        var plan = changePlan(key, DebeziumReading(decimals: .base64), key: key)
        plan.shapes[0].slots += plan.tombstone.dropLast()
        let cells = RecordDecoder(plan: plan).decode(try Sample.all("composite-key")[0]).cells
        let expected: [Reading] = [
            .integer(9_007_199_254_740_993), .integer(150), .text("b314f21e-f823-41aa-bb7f-cd179af4c5ab"),
            .text("2024-02-29T11:14:15.500000Z"), .text("2024-02-29"), .text("\u{E9}\"x"), .integer(3),
        ]
        #expect(cells == expected + expected)
        plan.format = .debezium(DebeziumReading())
        let unsaid = RecordDecoder(plan: plan).decode(try Sample.all("composite-key")[0]).cells
        #expect(unsaid[8] == .bad(.encodingMissing, "\"AJY=\""))
    }

    @Test("R9: a key of StringConverter, or none, is bad")
    func oddKeys() throws {
        var plan = changePlan([("id", .integer)])
        plan.shapes[0].slots = plan.tombstone
        let decoder = RecordDecoder(plan: plan)
        #expect(decoder.decode(try Sample.all("string-key")[0]).cells[0] == .bad(.malformed, "Struct{id=7}"))
        let records = try Sample.all("no-key").map { decoder.decode($0) }
        #expect(records.map(\.fate) == [.event, .tombstone, .tombstone])
        #expect(records.map { $0.cells[0] } == Array(repeating: .bad(.keyMissing, ""), count: 3))
    }

    @Test("R18: records of many schemas are read each by its own, beyond what is kept too")
    func schemas() {
        let decoder = RecordDecoder(plan: changePlan([("v", .decimal(scale: 6))]))
        for round in 0..<3 {
            for scale in Array(0..<50) + [6, 6, 2] {
                let field =
                    "{\"type\":\"bytes\",\"name\":\"org.apache.kafka.connect.data.Decimal\","
                    + "\"parameters\":{\"scale\":\"\(scale)\"},\"field\":\"v\"}"
                let image = "{\"type\":\"struct\",\"fields\":[\(field)],\"field\":\"after\"}"
                let value =
                    "{\"schema\":{\"type\":\"struct\",\"fields\":[\(image)]},"
                    + "\"payload\":{\"after\":{\"v\":\"AJY=\"},\"op\":\"c\"}}"
                let units = [150_000_000, 15_000_000, 1_500_000, 150_000, 15_000, 1_500, 150, 15].dropFirst(scale).first
                let expected = units.map { Reading.integer(Int64($0)) } ?? .bad(.tooManyDigits, "\"AJY=\"")
                #expect(decoder.decode(value).cells == [expected], "round \(round), scale \(scale)")
            }
        }
    }

    @Test("R18: a payload behind a schema that is known is checked as any other")
    func knownSchema() throws {
        let sample = try #require(try Sample.all("types-adaptive-schema")[0].value)
        let decoder = RecordDecoder(plan: changePlan([("id", .integer), ("num", .decimal(scale: 2))]))
        let good = decoder.decode(sample)
        #expect(decoder.decode(sample) == good)
        for odd in [
            String(sample.dropLast()), sample + "}", sample + "x", String(sample.dropLast(2)) + "]}",
            String(sample.dropLast()) + ",\"x\":1}", sample.replacing("\"op\":\"r\"", with: "\"op\":r"),
        ] {
            #expect(decoder.decode(odd).fate == .unreadable)
            #expect(RecordDecoder(plan: changePlan([("id", .integer)])).decode(odd).fate == .unreadable)
        }
        #expect(decoder.decode(sample + " \n") == good)
        let prefix = try #require(sample.firstRange(of: "\"payload\":"))
        let null = String(sample[..<prefix.upperBound]) + "null}"
        #expect(decoder.decode(null).fault == .notAnObject)
    }

    @Test("20,000 mutated samples of all kinds neither crash nor depend on what was read before")
    func mutated() throws {
        let seed: UInt64 = 0xDEB_E21
        var numbers = SeededNumbers(state: seed)
        let samples = try Sample.names().flatMap { try Sample.all($0) }.compactMap(\.value).map { Array($0.utf8) }
        let columns: [(String, ValueType)] = [
            ("num", .decimal(scale: 2)), ("numv", .decimal(scale: 5)), ("da", .date), ("ti", .text),
            ("ts3", .timestamp),
            ("ts6", .timestamp), ("jb", .json), ("by", .blob), ("ta", .json), ("re", .real),
        ]
        let plan = changePlan(columns, DebeziumReading(decimals: .base64, times: .micros))
        let decoder = RecordDecoder(plan: plan)
        let odd = Array("{}[],:\"\\0189.eE+-tfn \n\u{0}u=/".utf8) + [0xC3, 0xFF, 0x80]
        var fates: [EventFate: Int] = [:]
        for round in 0..<20_000 {
            var bytes = samples[Int.random(in: 0..<samples.count, using: &numbers)]
            for _ in 0..<Int.random(in: 0...3, using: &numbers) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                let byte = odd[Int.random(in: 0..<odd.count, using: &numbers)]
                switch Int.random(in: 0..<5, using: &numbers) {
                case 0: bytes[place] = byte
                case 1: bytes.insert(byte, at: place)
                case 2: bytes.remove(at: place)
                case 3: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &numbers))
                default: bytes.removeLast(min(bytes.count, Int.random(in: 0..<40, using: &numbers)))
                }
            }
            let decoded = decoder.decode(key: bytes, value: bytes)
            fates[decoded.fate, default: 0] += 1
            if round % 20 == 0 {
                let fresh = RecordDecoder(plan: plan).decode(key: bytes, value: bytes)
                #expect(fresh == decoded, "seed \(seed), round \(round)")
            }
        }
        #expect(fates[.event, default: 0] > 1_000, "seed \(seed): \(fates)")
        #expect(fates[.unreadable, default: 0] > 1_000, "seed \(seed): \(fates)")
    }
}
