// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

/// A record's key read for a table.
struct KeyCase: CustomTestStringConvertible {
    var key: String?
    var columns: [(String, ValueType)]
    var expected: [Reading]

    init(_ key: String?, _ columns: [(String, ValueType)], _ expected: [Reading]) {
        self.key = key
        self.columns = columns
        self.expected = expected
    }

    init(_ key: String?, _ type: ValueType, _ expected: Reading) {
        self.init(key, [("id", type)], [expected])
    }

    /// A key that is bad as a whole: its columns show all of it.
    init(_ key: String?, _ columns: [(String, ValueType)], fails fault: ConversionFault) {
        self.init(key, columns, columns.map { _ in .bad(fault, key ?? "") })
    }

    init(_ key: String, _ type: ValueType, fails fault: ConversionFault) {
        self.init(key, [("id", type)], fails: fault)
    }

    var testDescription: String { "\(key ?? "no key") as \(columns.map { "\($0.0) \($0.1.name)" })" }
}

private let pair: [(String, ValueType)] = [("a", .text), ("b", .integer)]
private let one: [(String, ValueType)] = [("id", .integer)]

struct KeyTests {
    static let plain: [KeyCase] = [
        KeyCase("abc", .text, .text("abc")), KeyCase("", .text, .text("")), KeyCase("null", .text, .text("null")),
        KeyCase("[1]", .text, .text("[1]")), KeyCase(" \"a\"", .text, .text(" \"a\"")),
        KeyCase("\"a\\u0062c\"", .text, .text("abc")), KeyCase("\"12\"", .text, .text("12")),
        KeyCase("\"abc", .text, fails: .notJSON), KeyCase("\"a\"b", .text, fails: .notJSON),
        KeyCase("\"\\q\"", .text, fails: .notJSON), KeyCase("{abc}", .text, fails: .notJSON),
        KeyCase("a\u{0}b", .text, fails: .notUTF8),
        KeyCase("12", .integer, .integer(12)), KeyCase("-12", .integer, .integer(-12)),
        KeyCase("0", .integer, .integer(0)), KeyCase("9223372036854775807", .integer, .integer(.max)),
        KeyCase("-9223372036854775808", .integer, .integer(.min)),
        KeyCase("-0", .integer, fails: .keyNotCanonical), KeyCase("7.0", .integer, fails: .keyNotCanonical),
        KeyCase("1e3", .integer, fails: .keyNotCanonical), KeyCase("07", .integer, fails: .keyNotCanonical),
        KeyCase("+7", .integer, fails: .keyNotCanonical), KeyCase("-07", .integer, fails: .keyNotCanonical),
        KeyCase("7.5", .integer, fails: .wrongType), KeyCase("x", .integer, fails: .malformed),
        KeyCase("", .integer, fails: .malformed), KeyCase("null", .integer, fails: .malformed),
        KeyCase("\"12\"", .integer, fails: .wrongType), KeyCase(" 7", .integer, fails: .malformed),
        KeyCase("9223372036854775808", .integer, fails: .outOfRange),
        KeyCase("12.50", .decimal(scale: 2), .integer(1250)), KeyCase("-0.05", .decimal(scale: 2), .integer(-5)),
        KeyCase("\"12.50\"", .decimal(scale: 2), .integer(1250)), KeyCase("3", .decimal(scale: 0), .integer(3)),
        KeyCase("-92233720368547758.08", .decimal(scale: 2), .integer(.min)),
        KeyCase("12.5", .decimal(scale: 2), fails: .keyNotCanonical),
        KeyCase("12.500", .decimal(scale: 2), fails: .keyNotCanonical),
        KeyCase("-0.00", .decimal(scale: 2), fails: .keyNotCanonical),
        KeyCase("1.5", .real, .value(.real(1.5))), KeyCase("12", .real, .value(.real(12))),
        KeyCase("1.50", .real, fails: .keyNotCanonical), KeyCase("-0", .real, fails: .keyNotCanonical),
        KeyCase("true", .boolean, .integer(1)), KeyCase("TRUE", .boolean, fails: .malformed),
        KeyCase("2024-02-29", .date, .text("2024-02-29")), KeyCase("2023-02-29", .date, fails: .malformed),
        KeyCase("2024-02-29T00:00:00.000000Z", .timestamp, .text("2024-02-29T00:00:00.000000Z")),
        KeyCase("2024-02-29T00:00:00Z", .timestamp, fails: .keyNotCanonical),
        KeyCase("1709210096123", .timestamp, fails: .keyNotCanonical),
        KeyCase("AAEC", .blob, .value(.blob([0, 1, 2]))), KeyCase("AAEC=", .blob, fails: .malformed),
        KeyCase(nil, one, fails: .keyMissing), KeyCase(nil, pair, fails: .keyMissing),
    ]

    static let objects: [KeyCase] = [
        KeyCase("{\"id\":12}", .integer, .integer(12)), KeyCase("{ \"i\\u0064\" : 12 }", .integer, .integer(12)),
        KeyCase("{\"b\":2,\"a\":\"x\"}", pair, [.text("x"), .integer(2)]),
        KeyCase("{\"a\":\"x\"}", pair, fails: .keyFields), KeyCase("{}", one, fails: .keyFields),
        KeyCase("{\"a\":\"x\",\"b\":2,\"c\":3}", pair, fails: .keyFields),
        KeyCase("{\"a\":\"x\",\"c\":3}", pair, fails: .keyFields),
        KeyCase("{\"id\":1,\"id\":2}", one, fails: .keyFields),
        KeyCase("x", pair, fails: .keyFields), KeyCase("\"x\"", pair, fails: .keyFields),
        KeyCase("{\"id\":7.0}", one, [.bad(.keyNotCanonical, "7.0")]),
        KeyCase("{\"id\":\"7\"}", one, [.bad(.wrongType, "\"7\"")]),
        KeyCase("{\"id\":null}", one, fails: .keyMissing),
        KeyCase("{\"id\":12}{", one, fails: .notJSON), KeyCase("{\"id\":07}", one, fails: .notJSON),
        KeyCase("{\"id\":{\"x\":1,\"y\":2}}", [("id.x", .integer), ("id.y", .integer)], [.integer(1), .integer(2)]),
        KeyCase("{\"schema\":{\"type\":\"struct\"},\"payload\":{\"id\":12}}", .integer, .integer(12)),
        KeyCase("{\"payload\":{\"b\":2,\"a\":\"x\"},\"schema\":null}", pair, [.text("x"), .integer(2)]),
        KeyCase("{\"schema\":{},\"payload\":\"x\"}", .text, .text("x")),
        KeyCase("{\"schema\":{},\"payload\":12}", .integer, .integer(12)),
        KeyCase("{\"schema\":{},\"payload\":12}", pair, fails: .keyFields),
        KeyCase("{\"schema\":{},\"payload\":null}", one, fails: .keyMissing),
        KeyCase("{\"schema\":{},\"payload\":{\"x\":1}}", one, fails: .keyFields),
        KeyCase("{\"schema\":1,\"payload\":2,\"id\":3}", one, fails: .keyFields),
        KeyCase(
            "{\"schema\":1,\"payload\":2}", [("schema", .integer), ("payload", .integer)], [.integer(1), .integer(2)]),
    ]

    @Test("R9: a key is plain text, a JSON scalar or an object of exactly its columns", arguments: plain + objects)
    func reads(_ test: KeyCase) throws {
        let columns = try test.columns.map {
            DecodePlan.KeyReading.Column(path: try EventPath(parsing: "$.\($0.0)"), type: $0.1)
        }
        let slots = columns.indices.map {
            DecodePlan.Slot(origin: .keyColumn(reading: 0, column: $0), type: columns[$0].type)
        }
        var plan = plan(slots, keys: [DecodePlan.KeyReading(columns: columns, allowsScalar: true)])
        plan.tombstone = slots
        let decoder = RecordDecoder(plan: plan)
        let key = test.key.map { Array($0.utf8) }
        for _ in 0..<2 {
            let event = decoder.decode(key: key, value: Array("{}".utf8))
            #expect(event.fate == .event)
            #expect(event.cells == test.expected)
            let tombstone = decoder.decode(key: key, value: nil)
            #expect(tombstone.fate == .tombstone)
            #expect(tombstone.cells == test.expected)
        }
    }

    @Test("R9: a key that may be no scalar must be an object")
    func noScalar() {
        let column = DecodePlan.KeyReading.Column(path: EventPath([.field("id")]), type: .text)
        let slots = [DecodePlan.Slot(origin: .keyColumn(reading: 0, column: 0), type: .text)]
        let keys = [DecodePlan.KeyReading(columns: [column], allowsScalar: false)]
        let decoder = RecordDecoder(plan: plan(slots, keys: keys))
        #expect(decoder.decode(key: "x", "{}").cells == [.bad(.keyFields, "x")])
        #expect(decoder.decode(key: "\"x\"", "{}").cells == [.bad(.keyFields, "\"x\"")])
        #expect(decoder.decode(key: "{\"id\":\"x\"}", "{}").cells == [.text("x")])
    }

    @Test(
        "R39: $key is the whole key, $key.a a field of an object",
        arguments: [
            ("x", .text("x"), .null), ("\"x\"", .text("x"), .null),
            ("{\"a\":1}", .text("{\"a\":1}"), .integer(1)),
            ("{\"a\":\"z\"}", .text("{\"a\":\"z\"}"), .bad(.wrongType, "\"z\"")),
            ("{\"schema\":{},\"payload\":{\"a\":5}}", .text("{\"a\":5}"), .integer(5)),
            ("{\"schema\":{},\"payload\":\"p\"}", .text("p"), .null),
            ("{", .bad(.notJSON, "{"), .bad(.notJSON, "{")), (nil, .null, .null),
        ] as [(String?, Reading, Reading)])
    func asSuch(key: String?, whole: Reading, field: Reading) {
        let slots = [
            DecodePlan.Slot(origin: .key(EventPath()), type: .text),
            DecodePlan.Slot(origin: .key(EventPath([.field("a")])), type: .integer),
        ]
        #expect(RecordDecoder(plan: plan(slots)).decode(key: key, "{}").cells == [whole, field])
    }
}
