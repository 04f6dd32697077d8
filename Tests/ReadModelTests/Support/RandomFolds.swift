// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Random handlers of the common forms over columns of all types, and random events for them.
struct RandomFolds {
    /// A type's column, the operands its expressions take, and the JSON values that its fields get.
    private struct Kind {
        var column: String
        var type: String
        var operands: [String]
        var values: [String]
    }

    private static let kinds = [
        Kind(
            column: "i", type: "integer",
            operands: [
                "$.x", "$.x", "1", "-5", "0", "9223372036854775807", "-9223372036854775808", "decimal($.x, 2)",
                "$offset", "NULL",
            ],
            values: [
                "0", "1", "-1", "5", "9223372036854775807", "-9223372036854775808", "4611686018427387904",
                "-4611686018427387905", "1.0", "1.5", "99999999999999999999",
            ]),
        Kind(
            column: "d", type: "decimal(2)",
            operands: ["$.x", "$.x", "500", "decimal('5.1', 2)", "decimal(-0.01, 2)", "integer($.x)", "NULL"],
            values: [
                "1", "1.25", "\"3.50\"", "-0.01", "92233720368547758.07", "-92233720368547758.08", "1.234",
                "46116860184273879.04", "0",
            ]),
        Kind(
            column: "r", type: "real",
            operands: ["$.x", "$.x", "1", "-2.5", "1e308", "0.0", "-0.0", "-1.7976931348623157e308", "NULL"],
            values: [
                "0", "-0.0", "0.0", "1e308", "-1e308", "1.7976931348623157e308", "5e-324", "0.1", "0.2", "1e400",
                "9007199254740993", "3", "-7.25", "1e16", "2.2250738585072014e-308",
            ]),
        Kind(
            column: "t", type: "text",
            operands: ["$.x", "$.x", "'m'", "''", "'\u{e9}'", "$key", "$type", "timestamp($.x)", "'10'", "NULL"],
            values: [
                "\"\"", "\"a\"", "\"b\"", "\"\u{e9}\"", "\"e\u{301}\"", "\"10\"", "\"9\"", "\"\u{1F600}\"",
                "\"\(String(repeating: "long ", count: 30))\"", "\"\\u0001\"", "\"2020-01-01T00:00:00Z\"",
            ]),
        Kind(
            column: "b", type: "boolean", operands: ["$.x", "$.x", "true", "false", "NULL"],
            values: ["true", "false", "0", "1", "\"true\""]),
        Kind(
            column: "at", type: "timestamp", operands: ["$.x", "$.x", "$time", "'2020-01-31T00:00:00+01:00'", "NULL"],
            values: [
                "\"2020-01-01T00:00:00Z\"", "\"2020-01-01T01:00:00.123456+01:00\"", "0", "-1", "1580428800000",
                "253402300799999", "\"2020-13-01T00:00:00Z\"", "\"2020-01-01\"",
            ]),
        Kind(
            column: "day", type: "date", operands: ["$.x", "$.x", "'2020-02-29'", "NULL"],
            values: ["\"2020-02-29\"", "\"2021-02-29\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"2020-1-1\""]),
        Kind(
            column: "j", type: "json", operands: ["$.x", "'[1]'", "NULL"],
            values: ["{\"a\": 1}", "[1,2]", "\"text\"", "1", "true"]),
        Kind(
            column: "bytes", type: "blob", operands: ["$.x", "x'00ff'", "NULL"],
            values: ["\"AAEC\"", "\"\"", "\"//8=\"", "\"no base64\""]),
    ]

    /// The expressions, by the number of their event type.
    let expressions: [String]
    private let kindOfType: [Int]

    init(count: Int, using generator: inout Seeded) {
        var expressions: [String] = []
        var kinds: [Int] = []
        for _ in 0..<count {
            let index = Int.random(in: 0..<Self.kinds.count, using: &generator)
            let kind = Self.kinds[index]
            let operand = generator.pick(kind.operands)
            let isNumber = ["i", "d", "r"].contains(kind.column)
            let hasOrder = !["j", "bytes"].contains(kind.column)
            var forms = ["E", "coalesce(C, E)"]
            if hasOrder { forms += ["min(C, E)", "max(C, E)"] }
            if isNumber { forms += ["C + E", "C - E", "C + E", "C - E"] }
            expressions.append(
                generator.pick(forms).replacing("E", with: operand).replacing("C", with: kind.column))
            kinds.append(index)
        }
        self.expressions = expressions
        kindOfType = kinds
    }

    /// The projection file: event type `T7` sets one column by expression 7.
    var definition: String {
        let columns = Self.kinds.map { "\($0.column): \($0.type)" }.joined(separator: ", ")
        let handlers = expressions.indices.map { index in
            "        T\(index): {set: {\(Self.kinds[kindOfType[index]].column): \"\(expressions[index])\"}}"
        }
        return """
            projection: shop
            sources: {events: {topic: events, type: header:type}}
            tables:
              rows:
                key: {id: text}
                columns: {\(columns)}
                on:
                  events:
            \(handlers.joined(separator: "\n"))
            """
    }

    /// A record of a random type, its field mostly of the type's own kind.
    func record(using generator: inout Seeded) -> Record {
        let number = Int.random(in: 0..<expressions.count, using: &generator)
        let own = Self.kinds[kindOfType[number]].values
        let value: String?
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: value = "null"
        case 1: value = nil
        case 2: value = generator.pick(generator.pick(Self.kinds).values)
        default: value = generator.pick(own)
        }
        return Record(
            generator.pick(["a", "b", "c"]), value.map { "{\"x\":\($0)}" } ?? "{}", type: "T\(number)",
            timestampMs: generator.pick([-1, 0, 1_580_428_800_123]))
    }
}
