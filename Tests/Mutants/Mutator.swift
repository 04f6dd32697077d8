// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Spoils records: their depth, size, bytes, numbers, members, headers and keys.
package struct Mutator: Sendable {
    /// Bytes of the largest value that a mutation makes; beyond Kafka's own default of a message.
    package static let bytesMax = 2_000_000

    /// What stands where something else was: other types, and numbers at and beyond every limit.
    private static let fragments: [[UInt8]] = [
        "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "1.0", "1.5", "12.345", "1e2", "1E+2", "1e-2", "1e400",
        "-1e400", "1e-400", "1e99999999999", "01", "-01", "+1", ".5", "1.", "--1", "1e", "NaN", "Infinity", "0x10",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
        "99999999999999999999999999", "92233720368547758.07", "0.000000000000000000000000001", "5e-324",
        "253402300799999",
        "253402300800000", "-62135596800001", "1700000000000", "1700000000000000", "\"\"", "\"0\"", "\"12.5\"", "\"a\"",
        "\"2026-05-01\"", "\"2026-02-30\"", "\"2026-05-01T10:00:00Z\"", "\"2026-05-01T24:00:00Z\"",
        "\"0000-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"2026-05-01T10:00:00+99:00\"", "\"AAEC\"",
        "\"AAE\"", "\"=\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\q\"",
        "\"é\"",
        "\"e\u{301}\"", "\"__debezium_unavailable_value\"", "\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"",
        "{\"scale\":2,\"value\":\"AeI6\"}", "{\"scale\":-3,\"value\":\"AQ==\"}", "{\"scale\":99999,\"value\":\"AQ==\"}",
        "[]", "{}", "[null]", "[{}]", "[[],[1]]", "{\"a\":{\"b\":1}}", "[{\"sku\":\"a\",\"quantity\":1}]",
        "[{\"sku\":null}]", "[1,\"a\",{\"sku\":\"s\"}]",
    ].map { Array($0.utf8) }

    /// Bytes that are no UTF-8, or that texts may not hold.
    private static let broken: [[UInt8]] = [
        [0], [0x80], [0xC3], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFE],
        [0xEF, 0xBB, 0xBF], [0x1F], [0x7F], [0x5C], [0x22], [0x7B], [0x5D],
    ]

    private static let keys: [[UInt8]?] =
        [nil]
        + [
            "", "07", "-0", "0", "1.0", "null", "true", "\"\"", "\"a\"", "\"\\u0000\"", "{}", "[]", "{\"id\":1}",
            "{\"id\":null}", "{\"id\":1,\"x\":2}", "{\"id\":1,\"id\":2}", "{\"sub\":\"a\",\"id\":1}", "{\"id\":\"1\"}",
            "{\"schema\":{},\"payload\":{\"id\":1}}", "{\"schema\":null,\"payload\":null}", "Struct{id=1}", "{\"id\":",
            "99999999999999999999", " 1", "1 ", "\u{0}", "é", "e\u{301}",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x22, 0xC3, 0x22]]

    private static let times: [Int64] = [
        -1, 0, 1, .max, .min, 253_402_300_799_999, 253_402_300_800_000, -62_135_596_800_001,
    ]

    private var numbers: SeededNumbers

    package init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    /// Spoils most records a little and some a lot; two in seven stay as they are.
    package mutating func mutate(_ record: inout Mutant) {
        for _ in 0..<numbers.pick([0, 0, 1, 1, 1, 2, 4]) {
            switch numbers.below(20) {
            case 0: record.key = Self.keys[numbers.below(Self.keys.count)]
            case 1: if let key = record.key { record.key = bytesChanged(key) }
            case 2, 3: changeHeader(&record)
            case 4: record.timestampMs = numbers.pick(Self.times)
            case 5: record.value = numbers.pick([nil, [], Self.fragments[numbers.below(Self.fragments.count)]])
            case 6..<11: if let value = record.value { record.value = bytesChanged(value) }
            default: if let value = record.value { record.value = treeChanged(value) }
            }
        }
    }

    private mutating func changeHeader(_ record: inout Mutant) {
        guard !record.headers.isEmpty else { return record.headers.append(Mutant.Header("eventType", "x")) }
        let at = numbers.below(record.headers.count)
        switch numbers.below(5) {
        case 0: record.headers.remove(at: at)
        case 1: record.headers[at].value = nil
        case 2: record.headers[at].value = bytesChanged(record.headers[at].value ?? [])
        case 3: record.headers[at].value = Self.fragments[numbers.below(Self.fragments.count)]
        default:
            record.headers.append(record.headers[at])
            record.headers[record.headers.count - 1].value = record.headers[numbers.below(record.headers.count)].value
        }
    }

    /// Bytes taken out, put in, turned over or cut off, whatever they mean.
    private mutating func bytesChanged(_ old: [UInt8]) -> [UInt8] {
        var bytes = old
        let at = numbers.below(bytes.count + 1)
        let end = min(bytes.count, at + 1 + numbers.below(16))
        switch numbers.below(6) {
        case 0: bytes.removeSubrange(at...)
        case 1: bytes.removeSubrange(at..<end)
        case 2: bytes.insert(contentsOf: bytes[at..<end], at: numbers.below(bytes.count + 1))
        case 3: bytes.insert(contentsOf: numbers.pick(Self.broken), at: at)
        case 4: if at < bytes.count { bytes[at] ^= 1 << UInt8(numbers.below(8)) }
        default: if at < bytes.count { bytes[at] = UInt8(numbers.below(256)) }
        }
        return bytes
    }

    /// A member or value that is another, is gone, stands twice, or is very deep or large.
    private mutating func treeChanged(_ old: [UInt8]) -> [UInt8] {
        var bytes = old
        let tokens = JSONTokens(bytes)
        guard !tokens.values.isEmpty else { return bytes }
        let value = tokens.value(at: numbers.pick(tokens.values))
        guard let key = tokens.keys.isEmpty ? nil : numbers.pick(tokens.keys) else { return bytes }
        let fragment = Self.fragments[numbers.below(Self.fragments.count)]
        switch numbers.below(16) {
        case 0: bytes.replaceSubrange(value, with: nested(Array(bytes[value])))
        case 1: bytes.replaceSubrange(value, with: large())
        case 2, 3: bytes.removeSubrange(tokens.member(at: key))
        case 4: bytes.insert(contentsOf: Array("\"more\":".utf8) + fragment + [0x2C], at: tokens.tokens[key].lowerBound)
        case 5, 6:
            let name = bytes[tokens.tokens[key]]
            bytes.insert(contentsOf: Array(name) + [0x3A] + fragment + [0x2C], at: tokens.tokens[key].lowerBound)
        case 7: bytes.replaceSubrange(value, with: bytes[tokens.value(at: numbers.pick(tokens.values))])
        default: bytes.replaceSubrange(value, with: fragment)
        }
        return bytes.count <= Self.bytesMax ? bytes : old
    }

    /// A value within 1 to 2,000 arrays and objects.
    private mutating func nested(_ value: [UInt8]) -> [UInt8] {
        let depth = numbers.pick([1, 2, 10, 100, 1_000, 1_020, 1_025, 2_000]) + numbers.below(5)
        let isArray = (0..<depth).map { _ in numbers.chance(in: 2) }
        let openings = isArray.flatMap { Array(($0 ? "[" : "{\"a\":").utf8) }
        return openings + value + isArray.reversed().map { UInt8(ascii: $0 ? "]" : "}") }
    }

    /// A string of up to 2 MB, mostly far below, or an array of many elements.
    private mutating func large() -> [UInt8] {
        let count = numbers.chance(in: 40) ? Self.bytesMax - 20_000 : numbers.pick([1, 100, 5_000, 40_000])
        if numbers.chance(in: 4) {
            return Array("[\(String(repeating: "{\"sku\":\"s\"},", count: min(count, 5_000)))null]".utf8)
        }
        return [0x22] + [UInt8](repeating: UInt8(ascii: "x"), count: count) + [0x22]
    }
}
