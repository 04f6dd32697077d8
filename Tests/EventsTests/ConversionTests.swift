// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

/// A JSON value read as a type.
struct Conversion: CustomTestStringConvertible {
    var token: String
    var type: ValueType
    var expected: StoredValue?
    var fault: ConversionFault?

    init(_ token: String, _ type: ValueType, _ expected: StoredValue) {
        self.token = token
        self.type = type
        self.expected = expected
    }

    init(_ token: String, _ type: ValueType, fails fault: ConversionFault) {
        self.token = token
        self.type = type
        self.fault = fault
    }

    var testDescription: String { "\(token) as \(type.name)" }
}

private let greatest = Int64.max
private let least = Int64.min

struct ConversionTests {
    static let numbers: [Conversion] = [
        Conversion("0", .integer, .integer(0)), Conversion("-0", .integer, .integer(0)),
        Conversion("12", .integer, .integer(12)), Conversion("12.0", .integer, .integer(12)),
        Conversion("-12.000", .integer, .integer(-12)), Conversion("1e3", .integer, .integer(1000)),
        Conversion("1.5e1", .integer, .integer(15)), Conversion("1200e-2", .integer, .integer(12)),
        Conversion("0e999999999999999999999", .integer, .integer(0)),
        Conversion("9223372036854775807", .integer, .integer(greatest)),
        Conversion("-9223372036854775808", .integer, .integer(least)),
        Conversion("9223372036854775807.0", .integer, .integer(greatest)),
        Conversion("9223372036854775808", .integer, fails: .outOfRange),
        Conversion("-9223372036854775809", .integer, fails: .outOfRange),
        Conversion("1e19", .integer, fails: .outOfRange), Conversion("1e400", .integer, fails: .outOfRange),
        Conversion("12.5", .integer, fails: .wrongType), Conversion("1e-1", .integer, fails: .wrongType),
        Conversion("\"12\"", .integer, fails: .wrongType), Conversion("true", .integer, fails: .wrongType),
        Conversion("{}", .integer, fails: .wrongType), Conversion("[1]", .integer, fails: .wrongType),
        Conversion("null", .integer, .null),
        Conversion("1", .real, .real(1)), Conversion("-1.25", .real, .real(-1.25)),
        Conversion("0.1", .real, .real(0.1)), Conversion("1e-400", .real, .real(0)),
        Conversion("-0.0", .real, .real(0)), Conversion("5e-324", .real, .real(.leastNonzeroMagnitude)),
        Conversion("0.000e999", .real, .real(0)),
        Conversion("1.7976931348623157e308", .real, .real(1.7976931348623157e308)),
        Conversion("1e309", .real, fails: .outOfRange), Conversion("\"1\"", .real, fails: .wrongType),
        Conversion("false", .real, fails: .wrongType),
    ]

    static let decimals: [Conversion] = [
        Conversion("12.5", .decimal(scale: 2), .integer(1250)),
        Conversion("\"12.5\"", .decimal(scale: 2), .integer(1250)),
        Conversion("12", .decimal(scale: 2), .integer(1200)), Conversion("-0.05", .decimal(scale: 2), .integer(-5)),
        Conversion("12.500", .decimal(scale: 2), .integer(1250)),
        Conversion("1.25e1", .decimal(scale: 2), .integer(1250)),
        Conversion("12.345", .decimal(scale: 2), fails: .tooManyDigits),
        Conversion("1e-3", .decimal(scale: 2), fails: .tooManyDigits),
        Conversion("0.1", .decimal(scale: 18), .integer(100_000_000_000_000_000)),
        Conversion("92233720368547758.07", .decimal(scale: 2), .integer(greatest)),
        Conversion("-92233720368547758.08", .decimal(scale: 2), .integer(least)),
        Conversion("92233720368547758.08", .decimal(scale: 2), fails: .outOfRange),
        Conversion("10", .decimal(scale: 18), fails: .outOfRange),
        Conversion("9", .decimal(scale: 18), .integer(9 * 1_000_000_000_000_000_000)),
        Conversion("12", .decimal(scale: 0), .integer(12)),
        Conversion("12.5", .decimal(scale: 0), fails: .tooManyDigits),
        Conversion("\"\"", .decimal(scale: 2), fails: .malformed),
        Conversion("\"abc\"", .decimal(scale: 2), fails: .malformed),
        Conversion("\"+1\"", .decimal(scale: 2), fails: .malformed),
        Conversion("\" 1\"", .decimal(scale: 2), fails: .malformed),
        Conversion("\"1.\"", .decimal(scale: 2), fails: .malformed),
        Conversion("\"007\"", .decimal(scale: 2), fails: .malformed),
        Conversion("\"NaN\"", .decimal(scale: 2), fails: .malformed),
        Conversion("\"\\u0031\"", .decimal(scale: 2), .integer(100)),
        Conversion("true", .decimal(scale: 2), fails: .wrongType), Conversion("null", .decimal(scale: 2), .null),
    ]

    static let texts: [Conversion] = [
        Conversion("\"\"", .text, .text("")), Conversion("\"a\"", .text, .text("a")),
        Conversion("\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\"", .text, .text("a\"b\\c/d\u{8}\u{C}\n\r\t")),
        Conversion("\"\\u00e9\\u20AC\\uD83D\\ude00\"", .text, .text("\u{E9}\u{20AC}\u{1F600}")),
        Conversion("\"e\\u0301\"", .text, .text("e\u{301}")), Conversion("\"\u{E9}\"", .text, .text("\u{E9}")),
        Conversion("\"a\\u0000b\"", .text, fails: .notUTF8), Conversion("\"\\ud800\"", .text, fails: .notUTF8),
        Conversion("\"\\udc00\\ud800\"", .text, fails: .notUTF8),
        Conversion("\"\\ud800\\u0041\"", .text, fails: .notUTF8),
        Conversion("\"\\q\"", .text, fails: .notJSON), Conversion("\"\\u12g4\"", .text, fails: .notJSON),
        Conversion("\"\\u12\"", .text, fails: .notJSON),
        Conversion("1", .text, fails: .wrongType), Conversion("true", .text, fails: .wrongType),
        Conversion("{\"a\":1}", .text, fails: .wrongType), Conversion("null", .text, .null),
        Conversion("true", .boolean, .integer(1)), Conversion("false", .boolean, .integer(0)),
        Conversion("1", .boolean, fails: .wrongType), Conversion("\"true\"", .boolean, fails: .wrongType),
        Conversion("\"\"", .blob, .blob([])), Conversion("\"AAEC\"", .blob, .blob([0, 1, 2])),
        Conversion("\"/+8=\"", .blob, .blob([0xFF, 0xEF])), Conversion("\"\\/+8=\"", .blob, .blob([0xFF, 0xEF])),
        Conversion("\"/w==\"", .blob, .blob([0xFF])), Conversion("\"/x==\"", .blob, fails: .malformed),
        Conversion("\"/+9=\"", .blob, fails: .malformed), Conversion("\"AAE\"", .blob, fails: .malformed),
        Conversion("\"A===\"", .blob, fails: .malformed), Conversion("\"AA=A\"", .blob, fails: .malformed),
        Conversion("\"====\"", .blob, fails: .malformed), Conversion("\"AA-_\"", .blob, fails: .malformed),
        Conversion("\"AAEC\\n\"", .blob, fails: .malformed), Conversion("1", .blob, fails: .wrongType),
        Conversion("{\"a\": [1, \"x\"]}", .json, .text("{\"a\": [1, \"x\"]}")), Conversion("[ ]", .json, .text("[ ]")),
        Conversion("1.50", .json, .text("1.50")), Conversion("\"a\\u0041\"", .json, .text("\"a\\u0041\"")),
        Conversion("true", .json, .text("true")), Conversion("null", .json, .null),
        Conversion("[\"\\q\"]", .json, fails: .notJSON), Conversion("{\"\\q\":1}", .json, fails: .notJSON),
    ]

    static let times: [Conversion] = [
        Conversion("\"2024-02-29T12:34:56Z\"", .timestamp, .text("2024-02-29T12:34:56.000000Z")),
        Conversion("\"2024-02-29t12:34:56.1z\"", .timestamp, .text("2024-02-29T12:34:56.100000Z")),
        Conversion("\"2024-02-29T12:34:56.123456789Z\"", .timestamp, .text("2024-02-29T12:34:56.123456Z")),
        Conversion("\"2024-01-01T00:30:00+01:00\"", .timestamp, .text("2023-12-31T23:30:00.000000Z")),
        Conversion("\"2024-02-28T23:30:00-01:30\"", .timestamp, .text("2024-02-29T01:00:00.000000Z")),
        Conversion("\"2000-03-01T00:00:00-00:00\"", .timestamp, .text("2000-03-01T00:00:00.000000Z")),
        Conversion("\"0001-01-01T00:00:00Z\"", .timestamp, .text("0001-01-01T00:00:00.000000Z")),
        Conversion("\"9999-12-31T23:59:59.999999Z\"", .timestamp, .text("9999-12-31T23:59:59.999999Z")),
        Conversion("\"0001-01-01T00:00:00+00:01\"", .timestamp, fails: .outOfRange),
        Conversion("\"9999-12-31T23:59:59-00:01\"", .timestamp, fails: .outOfRange),
        Conversion("\"0000-01-01T00:00:00Z\"", .timestamp, fails: .outOfRange),
        Conversion("0", .timestamp, .text("1970-01-01T00:00:00.000000Z")),
        Conversion("1709210096123", .timestamp, .text("2024-02-29T12:34:56.123000Z")),
        Conversion("-1", .timestamp, .text("1969-12-31T23:59:59.999000Z")),
        Conversion("1.0", .timestamp, .text("1970-01-01T00:00:00.001000Z")),
        Conversion("-62135596800000", .timestamp, .text("0001-01-01T00:00:00.000000Z")),
        Conversion("253402300799999", .timestamp, .text("9999-12-31T23:59:59.999000Z")),
        Conversion("-62135596800001", .timestamp, fails: .outOfRange),
        Conversion("253402300800000", .timestamp, fails: .outOfRange),
        Conversion("9223372036854775807", .timestamp, fails: .outOfRange),
        Conversion("1.5", .timestamp, fails: .wrongType), Conversion("true", .timestamp, fails: .wrongType),
        Conversion("\"1709210096123\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29T12:34:60Z\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29T24:00:00Z\"", .timestamp, fails: .malformed),
        Conversion("\"2023-02-29T12:34:56Z\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29T12:34:56\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29 12:34:56Z\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29T12:34:56.Z\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29T12:34:56+1:00\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29T12:34:56+24:00\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29T12:34:56ZZ\"", .timestamp, fails: .malformed),
        Conversion("\"2024-02-29T12:34Z\"", .timestamp, fails: .malformed),
        Conversion("\"\"", .timestamp, fails: .malformed), Conversion("null", .timestamp, .null),
        Conversion("\"2024-02-29\"", .date, .text("2024-02-29")),
        Conversion("\"1900-02-29\"", .date, fails: .malformed),
        Conversion("\"2000-02-29\"", .date, .text("2000-02-29")),
        Conversion("\"2024-13-01\"", .date, fails: .malformed),
        Conversion("\"2024-04-31\"", .date, fails: .malformed), Conversion("\"2024-4-30\"", .date, fails: .malformed),
        Conversion("\"2024-04-00\"", .date, fails: .malformed), Conversion("\"20240430\"", .date, fails: .malformed),
        Conversion("\"2024-04-30T\"", .date, fails: .malformed),
        Conversion("\"0000-01-01\"", .date, fails: .outOfRange),
        Conversion("19000", .date, fails: .wrongType),
    ]

    @Test("R10: a JSON value is read as its type exactly, or is bad", arguments: numbers + decimals + texts + times)
    func converts(_ conversion: Conversion) throws {
        for document in ["{\"v\":\(conversion.token)}", " { \"u\" : 1 , \"v\" : \(conversion.token) , \"w\" : [ ] } "] {
            let reading = try #require(try read(document, ("$.v", conversion.type)).first)
            if let expected = conversion.expected {
                #expect(reading == .value(expected))
            } else {
                #expect(reading == .bad(conversion.fault ?? .none, conversion.token))
            }
        }
    }

    @Test("R10: absent fields are null")
    func absent() throws {
        let cells = try read("{\"a\":{\"b\":1},\"l\":[1]}", ("$.x", .text), ("$.a.x", .integer), ("$.l[1]", .integer))
        #expect(cells == [.null, .null, .null])
        #expect(try read("{\"a\":5}", ("$.a.b", .integer), ("$.a[0]", .json)) == [.null, .null])
        #expect(try read("{\"a\":{\"0\":1}}", ("$.a[0]", .integer)) == [.null])
        #expect(try read("{\"a\":[1]}", ("$.a.b", .integer)) == [.null])
    }

    @Test("an excerpt is cut at 64 bytes, not within a character")
    func excerpts() throws {
        let long = "\"" + String(repeating: "\u{20AC}", count: 40) + "\""
        let excerpt = "\"" + String(repeating: "\u{20AC}", count: 21)
        #expect(try read("{\"v\":\(long)}", ("$.v", .integer)) == [.bad(.wrongType, excerpt)])
    }

    @Test("R12: two spellings of a letter stay two texts and two fields")
    func bytes() throws {
        let document = "{\"\u{E9}\":\"\u{E9}\",\"e\u{301}\":\"e\u{301}\"}"
        let cells = try read(document, ("$.\u{E9}", .text), ("$.e\u{301}", .text))
        #expect(cells == [.text("\u{E9}"), .text("e\u{301}")])
        #expect(cells[0] != cells[1])
    }

    @Test("every fault can be told of every type")
    func explains() {
        let types: [ValueType] = [
            .integer, .real, .text, .boolean, .blob, .json, .decimal(scale: 2), .timestamp, .date,
        ]
        for type in types {
            for fault in ConversionFault.allCases { #expect(!fault.explanation(for: type).isEmpty) }
        }
        #expect(ConversionFault.malformed.explanation(for: .decimal(scale: 2)) == "which is no decimal(2)")
        #expect(ConversionFault.outOfRange.explanation(for: .integer) == "which is out of the range of integer")
    }
}
