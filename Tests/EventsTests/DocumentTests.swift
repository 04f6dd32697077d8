// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

/// A small generator of seeded numbers (xorshift).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

struct DocumentTests {
    private static let document =
        "{\"id\":12,\"name\":\"J\u{FC}rgen \\\"J\\\" \\u20ac\",\"price\":12.50,\"tags\":[\"a\",{\"k\":[1,2,{}]},null],"
        + "\"at\":\"2024-02-29T12:34:56+01:00\",\"flag\":true,\"deep\":{\"er\":{\"x\":[[],[0]]}},\"e\":-1.5e-3}"

    private static func slots() throws -> [DecodePlan.Slot] {
        [
            try slot("$.id", .integer), try slot("$.id", .text), try slot("$.name", .text),
            try slot("$.price", .decimal(scale: 2)), try slot("$.tags[1].k", .json), try slot("$.tags[1].k[2]", .json),
            try slot("$.tags", .json), try slot("$.at", .timestamp), try slot("$.flag", .boolean),
            try slot("$.deep.er.x[1][0]", .integer), try slot("$.deep", .json), try slot("$.e", .real),
            try slot("$", .json),
        ]
    }

    @Test("a path may be wanted with several types, and be inner and leaf at once")
    func everything() throws {
        let decoded = RecordDecoder(plan: plan(try Self.slots())).decode(Self.document)
        #expect(
            decoded.cells == [
                .integer(12), .bad(.wrongType, "12"), .text("J\u{FC}rgen \"J\" \u{20AC}"), .integer(1250),
                .text("[1,2,{}]"), .text("{}"), .text("[\"a\",{\"k\":[1,2,{}]},null]"),
                .text("2024-02-29T11:34:56.000000Z"), .integer(1), .integer(0),
                .text("{\"er\":{\"x\":[[],[0]]}}"), .value(.real(-0.0015)), .text(Self.document),
            ])
    }

    @Test("of a repeated key the last counts, with all that is in it")
    func repeated() throws {
        #expect(try read("{\"a\":1,\"a\":2}", ("$.a", .integer)) == [.integer(2)])
        #expect(try read("{\"a\":1,\"\\u0061\":2}", ("$.a", .integer)) == [.integer(2)])
        #expect(try read("{\"a\":1,\"a\":null}", ("$.a", .integer)) == [.null])
        let inner = [("$.a.b", ValueType.integer), ("$.a.c[0]", .integer), ("$.a", .json)]
        #expect(
            try read("{\"a\":{\"b\":1,\"c\":[3]},\"a\":{\"c\":[4]}}", inner[0], inner[1], inner[2])
                == [.null, .integer(4), .text("{\"c\":[4]}")])
        #expect(
            try read("{\"a\":{\"b\":1,\"c\":[3]},\"a\":5}", inner[0], inner[1], inner[2]) == [.null, .null, .text("5")])
    }

    @Test("names with escapes, dots, quotes and backslashes are matched by their meaning")
    func names() throws {
        let document = "{\"a.b\":1,\"say \\\"hi\\\"\":2,\"back\\\\slash\":3,\"\\u00e9\":4,\"\":5,\"\\ud800\":6}"
        let cells = try read(
            document, ("$.\"a.b\"", .integer), ("$.\"say \"\"hi\"\"\"", .integer), ("$.\"back\\slash\"", .integer),
            ("$.\u{E9}", .integer), ("$.\"\"", .integer), ("$.a.b", .integer), ("$.\"back\\\\slash\"", .integer))
        #expect(
            cells == [.integer(1), .integer(2), .integer(3), .integer(4), .integer(5), .null, .null])
        let long = String(repeating: "n", count: 300)
        #expect(try read("{\"\(long)\":1}", ("$.\(long)", .integer), ("$.\(long)n", .integer)) == [.integer(1), .null])
    }

    @Test(
        "what nobody reads is checked too, but for strings' escapes",
        arguments: [
            "{\"x\":tru}", "{\"x\":truex}", "{\"x\":01}", "{\"x\":1.}", "{\"x\":-}", "{\"x\":1e}", "{\"x\":+1}",
            "{\"x\":.5}", "{\"x\":}", "{\"x\" 1}", "{\"x\"}", "{x:1}", "{1:1}", "{\"x\":1,}", "{,}",
            "{\"x\":1 \"y\":2}",
            "{\"x\":[1,]}", "{\"x\":[,1]}", "{\"x\":[1 2]}", "{\"x\":[1:2]}", "{\"x\":[1}", "{\"x\":{\"y\":1]}",
            "{\"x\":{\"y\":[}]}", "{\"x\":{]}}", "{\"x\":\"a\"\"b\"}", "{\"x\":\"a\"b}", "{\"x\":1\"b\"}",
            "{\"x\":{1}}", "{\"x\":{\"y\"}}", "{\"x\":{\"y\":}}", "{\"x\":{\"y\":1,}}", "{\"x\":nan}", "{\"x\":'a'}",
            "{\"x\":1}}", "{\"x\":[1]]}", "{\"x\":1} // c", "}", "{", "{}{}", "{\"x\":1\u{C}}", "{\"\\q\":1}",
        ])
    func refuses(document: String) throws {
        #expect(try read(document, ("$.a", .integer)) == [.bad(.notJSON, "unreadable")])
    }

    @Test("escapes in strings that nobody reads are not looked at")
    func unreadEscapes() throws {
        #expect(try read("{\"x\":\"\\q\",\"a\":1}", ("$.a", .integer)) == [.integer(1)])
    }

    @Test("1,024 levels are read, one more is too deep, wanted or not")
    func depth() throws {
        func nested(_ levels: Int, _ open: String, _ close: String) -> String {
            let inner = String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
            return "{\"a\":1,\"x\":\(inner)}"
        }
        for (open, close) in [("[", "]"), ("{\"x\":", "}")] {
            #expect(try read(nested(1_023, open, close), ("$.a", .integer)) == [.integer(1)])
            let deeper = nested(1_024, open, close)
            #expect(try read(deeper, ("$.a", .integer)) == [.bad(.tooDeep, "unreadable")])
            let wanted = "$" + String(repeating: ".x", count: 600)
            #expect(try read(deeper, (wanted, .json)) == [.bad(.tooDeep, "unreadable")])
            #expect(try read(nested(100_000, open, close), ("$.x", .json)) == [.bad(.tooDeep, "unreadable")])
        }
    }

    @Test("a document cut at any byte is no JSON")
    func truncated() throws {
        let decoder = RecordDecoder(plan: plan(try Self.slots()))
        let bytes = Array(Self.document.utf8)
        for length in bytes.indices {
            let decoded = decoder.decode(value: Array(bytes[..<length]))
            #expect(decoded.fate == .unreadable, "cut at \(length)")
        }
        #expect(decoder.decode(value: bytes).fate == .event)
    }

    @Test("20,000 mutated documents neither crash nor depend on what was read before")
    func mutated() throws {
        let seed: UInt64 = 0x5EED_1E55
        var numbers = SeededNumbers(state: seed)
        let slots = try Self.slots()
        let decoder = RecordDecoder(plan: plan(slots))
        let original = Array(Self.document.utf8)
        let odd = Array("{}[],:\"\\0189.eE+-tfn \n\u{0}u".utf8) + [0xC3, 0xFF, 0x80]
        var events = 0
        for round in 0..<20_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch Int.random(in: 0..<4, using: &numbers) {
                case 0: bytes[place] = odd[Int.random(in: 0..<odd.count, using: &numbers)]
                case 1: bytes.insert(odd[Int.random(in: 0..<odd.count, using: &numbers)], at: place)
                case 2: bytes.remove(at: place)
                default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &numbers))
                }
            }
            let first = decoder.decode(value: bytes)
            #expect(decoder.decode(value: bytes) == first, "seed \(seed), round \(round)")
            if round % 50 == 0 {
                #expect(RecordDecoder(plan: plan(slots)).decode(value: bytes) == first, "seed \(seed), round \(round)")
            }
            if first.fate == .event { events += 1 }
        }
        #expect(events > 1_000 && events < 19_000, "seed \(seed): \(events) events")
    }
}
