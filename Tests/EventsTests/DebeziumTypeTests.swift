// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

/// The column types of the samples' table, and what they are read as.
private let columns: [(name: String, type: ValueType, usual: Reading)] = [
    ("id", .integer, .integer(1)), ("si", .integer, .integer(12)), ("bi", .integer, .integer(9_007_199_254_740_993)),
    ("num", .decimal(scale: 2), .integer(123_450)), ("numv", .decimal(scale: 5), .integer(314_159)),
    ("re", .real, .value(.real(1.1))), ("dp", .real, .value(.real(2.2))),
    ("tx", .text, .text("h\u{E9}llo \"q\" \\ tab\tx")), ("vc", .text, .text("var")), ("ch", .text, .text("ab    ")),
    ("bo", .boolean, .integer(1)), ("da", .date, .text("2024-02-29")), ("ti", .text, .text("13:14:15.123456")),
    ("ti3", .text, .text("13:14:15.123000")), ("tz", .text, .text("11:14:15.123456Z")),
    ("ts0", .timestamp, .text("2024-02-29T13:14:15.000000Z")),
    ("ts3", .timestamp, .text("2024-02-29T13:14:15.123000Z")),
    ("ts6", .timestamp, .text("2024-02-29T13:14:15.123456Z")),
    ("tstz", .timestamp, .text("2024-02-29T11:14:15.123456Z")), ("iv", .integer, .integer(37_091_106_789_000)),
    ("uu", .text, .text("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
    ("jb", .json, .text("{\"a\": [true, null, \"x\"], \"b\": 1.50}")),
    ("js", .json, .text("{\"b\": 1.50,  \"a\":[1e2]}")), ("by", .blob, .value(.blob([0, 0xFF, 0x10]))),
    ("ta", .json, .text("[\"a\",\"b,c\",null,\"\\\"q\\\"\"]")), ("ia", .json, .text("[1,null,-3]")),
    ("en", .text, .text("happy")), ("mo", .decimal(scale: 2), .integer(123_456)),
]

/// A connector's settings, and how its first row differs from the usual.
struct TypeCase: CustomTestStringConvertible {
    var file: String
    var reading = DebeziumReading()
    var differs: [String: Reading] = [:]

    var testDescription: String { "\(file) \(reading)" }
}

private let uncut = ["ti": Reading.text("13:14:15.123456Z"), "ti3": .text("13:14:15.123Z")]
private let cut = ["ti": Reading.text("13:14:15.123000"), "ts6": .text("2024-02-29T13:14:15.123000Z")]

/// Numbers are no texts where nothing says that they are times.
private func times(_ ti: String, _ ti3: String) -> [String: Reading] {
    ["ti": .bad(.wrongType, ti), "ti3": .bad(.wrongType, ti3)]
}

struct DebeziumTypeTests {
    private static func cells(_ row: Sample, _ reading: DebeziumReading) -> [String: Reading] {
        let plan = changePlan(columns.map { ($0.name, $0.type) }, reading)
        let decoder = RecordDecoder(plan: plan)
        let first = decoder.decode(row)
        #expect(first.fate == .event)
        #expect(decoder.decode(row) == first, "the second time, the schema is known")
        return Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), first.cells))
    }

    static let usual: [TypeCase] = [
        TypeCase(file: "types-adaptive-schema"), TypeCase(file: "types-double-schema"),
        TypeCase(file: "types-micros-schema"), TypeCase(file: "types-nanos-schema"),
        TypeCase(file: "types-numeric-schema"), TypeCase(file: "types-connect-schema", differs: cut),
        TypeCase(file: "types-isostring-schema", differs: uncut),
        TypeCase(file: "types-isostring", reading: DebeziumReading(decimals: .base64), differs: uncut),
        TypeCase(
            file: "types-adaptive", reading: DebeziumReading(decimals: .base64, times: .adaptive),
            differs: times("47655123456", "47655123").merging([
                "ts0": .bad(.encodingMissing, "1709212455000"), "ts3": .bad(.encodingMissing, "1709212455123"),
            ]) { $1 }),
        TypeCase(
            file: "types-adaptive",
            differs: times("47655123456", "47655123").merging([
                "num": .bad(.encodingMissing, "\"AeI6\""), "mo": .bad(.encodingMissing, "\"AeJA\""),
                "ts0": .bad(.encodingMissing, "1709212455000"), "ts3": .bad(.encodingMissing, "1709212455123"),
                "ts6": .bad(.encodingMissing, "1709212455123456"),
            ]) { $1 }),
        TypeCase(
            file: "types-connect", reading: DebeziumReading(decimals: .text, times: .connect),
            differs: times("47655123", "47655123").merging(["ts6": .text("2024-02-29T13:14:15.123000Z")]) { $1 }),
        TypeCase(
            file: "types-micros", reading: DebeziumReading(decimals: .base64, times: .micros),
            differs: times("47655123456", "47655123000")),
        TypeCase(
            file: "types-nanos", reading: DebeziumReading(decimals: .base64, times: .nanos),
            differs: times("47655123456000", "47655123000000")),
    ]

    @Test("R18: values are read as the schema says, and without one as the source says", arguments: usual)
    func reads(_ test: TypeCase) throws {
        let found = Self.cells(try Sample.all(test.file)[0], test.reading)
        for column in columns {
            #expect(found[column.name] == test.differs[column.name] ?? column.usual, "\(column.name)")
        }
    }

    @Test("R18: NULL is NULL in every type", arguments: ["types-adaptive", "types-adaptive-schema"])
    func nulls(file: String) throws {
        let found = Self.cells(try Sample.all(file)[1], DebeziumReading())
        #expect(found.filter { $0.value != .null } == ["id": .integer(2)])
    }

    @Test("R18: the least and the greatest values fit, and what does not is bad", arguments: [true, false])
    func ends(hasSchema: Bool) throws {
        let rows = try Sample.all(hasSchema ? "types-adaptive-schema" : "types-adaptive")
        let reading = DebeziumReading(decimals: .base64, times: .adaptive)
        let least = Self.cells(rows[2], reading)
        #expect(least["bi"] == .integer(.min))
        #expect(least["num"] == .integer(-999_999_999_999))
        #expect(least["numv"] == .bad(.tooManyDigits, "{\"scale\":21,\"value\":\"/w==\"}"))
        #expect(least["da"] == .text("0001-01-01"))
        #expect(least["ts6"] == .text("0001-01-01T00:00:00.000000Z"))
        #expect(least["jb"] == .text("null"))
        #expect(least["js"] == .text("\"x\""))
        #expect(least["by"] == .value(.blob([])))
        #expect(least["mo"] == .integer(-1))
        let greatest = Self.cells(rows[3], reading)
        #expect(greatest["bi"] == .integer(.max))
        #expect(greatest["num"] == .integer(999_999_999_999))
        #expect(greatest["numv"] == .bad(.outOfRange, "{\"scale\":1,\"value\":\"D5Uan6OihslPDnZsOQ==\"}"))
        #expect(greatest["dp"] == .value(.real(.leastNonzeroMagnitude)))
        #expect(greatest["da"] == .text("9999-12-31"))
        #expect(greatest["ts6"] == .text("9999-12-31T23:59:59.999999Z"))
        let old = Self.cells(rows[4], reading)
        #expect(old["num"] == .integer(0))
        #expect(old["numv"] == .integer(10_000_000))
        #expect(old["da"] == .text("1969-12-31"))
        if hasSchema {
            #expect(old["ti"] == .text("24:00:00.000000"))
            #expect(old["ts0"] == .text("1969-12-31T23:59:59.000000Z"))
            #expect(old["ts3"] == .text("1969-12-31T23:59:59.999000Z"))
            #expect(old["ts6"] == .text("1969-12-31T23:59:59.999999Z"))
        }
    }

    @Test("R18: what is no value of its type is bad, never NULL and never wrapped round")
    func odd() throws {
        let types: [ValueType] = [.date, .timestamp, .timestamp, .real, .decimal(scale: 2), .json]
        let plan = changePlan(
            [
                ("da", types[0]), ("ts", types[1]), ("tz", types[2]), ("fl", types[3]), ("nu", types[4]),
                ("js", types[5]),
            ],
            DebeziumReading(decimals: .text, times: .micros))
        let decoder = RecordDecoder(plan: plan)
        for (column, token, fault) in [
            (0, "-622191234", ConversionFault.outOfRange), (0, "-2147472692", .outOfRange), (0, "3672148", .outOfRange),
            (0, "-735160", .outOfRange), (0, "\"+12024-01-01Z\"", .malformed), (0, "\"-0043-03-15Z\"", .malformed),
            (1, "9223372036825200000", .outOfRange), (1, "-9223372036832400000", .outOfRange),
            (1, "-63517824000000000", .outOfRange), (1, "317273587200000000", .outOfRange), (1, "1e30", .outOfRange),
            (1, "\"+294247-01-10T04:00:25.2Z\"", .malformed), (2, "\"infinity\"", .malformed),
            (2, "\"-0043-03-15T00:00:00.000000Z\"", .malformed), (3, "\"NaN\"", .wrongType),
            (3, "\"Infinity\"", .wrongType), (4, "\"NAN\"", .malformed), (4, "\"POSITIVE_INFINITY\"", .malformed),
            (5, "\"no JSON\"", .notJSON), (5, "\"\"", .notJSON), (5, "\"[1\"", .notJSON),
        ] {
            let name = ["da", "ts", "tz", "fl", "nu", "js"][column]
            let decoded = decoder.decode(key: "{\"id\":1}", "{\"after\":{\"\(name)\":\(token)},\"op\":\"c\"}")
            #expect(decoded.cells[column] == .bad(fault, token), "\(name)")
        }
    }

    @Test("R18: what a schema says is no decimal, date or timestamp is none")
    func schemaDisagrees() throws {
        let row = try Sample.all("types-adaptive-schema")[0]
        let plan = changePlan([
            ("num", .text), ("num", .integer), ("num", .real), ("num", .decimal(scale: 1)), ("num", .decimal(scale: 4)),
            ("da", .timestamp), ("ts3", .date), ("ti", .timestamp), ("ts6", .integer), ("ti", .integer), ("si", .date),
            ("si", .text), ("tx", .decimal(scale: 2)), ("numv", .text),
        ])
        let cells = RecordDecoder(plan: plan).decode(row).cells
        #expect(
            cells.map { $0.fault.map { "\($0)" } ?? "\($0)" } == [
                "wrongType", "wrongType", "\(Reading.value(.real(1234.5)))", "\(Reading.integer(12_345))",
                "\(Reading.integer(12_345_000))", "wrongType", "wrongType", "wrongType",
                "\(Reading.integer(1_709_212_455_123_456))", "\(Reading.integer(47_655_123_456))", "wrongType",
                "wrongType", "malformed", "wrongType",
            ])
    }

    @Test("R18: bytes in hex are no base64, which is what a blob is read from")
    func hex() throws {
        let cells = Self.cells(try Sample.all("types-hex")[0], DebeziumReading(decimals: .base64, times: .micros))
        #expect(cells["by"] == .bad(.malformed, "\"00ff10\""))
    }
}
