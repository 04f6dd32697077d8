// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

struct EventReferenceTests {
    @Test(
        "R39: a reference is read and printed as a projection file writes it",
        arguments: [
            ("$.a.b", .body(EventPath([.field("a"), .field("b")]))),
            ("$.\"a.b\"", .body(EventPath([.field("a.b")]))),
            ("$.\"say \"\"hi\"\"\"", .body(EventPath([.field("say \"hi\"")]))),
            ("$.a[0].b", .body(EventPath([.field("a"), .element(0), .field("b")]))),
            ("$.größe", .body(EventPath([.field("größe")]))),
            ("$", .body(EventPath())),
            ("$key", .key(EventPath())),
            ("$key.a", .key(EventPath([.field("a")]))),
            ("$header.name", .header("name")),
            ("$header.\"ce-type\"", .header("ce-type")),
            ("$type", .type), ("$time", .time), ("$offset", .offset), ("$index", .index),
            ("$each", .each(EventPath())),
            ("$each.sku", .each(EventPath([.field("sku")]))),
            ("$source.ts_ms", .source(EventPath([.field("ts_ms")]))),
        ] as [(String, EventReference.Kind)])
    func reads(text: String, kind: EventReference.Kind) throws {
        let (reference, length) = try EventReference.parse(Substring(text))
        #expect(reference.kind == kind)
        #expect(length == text.utf8.count)
        #expect(reference.description == text)
    }

    @Test(
        "a reference ends where the expression goes on",
        arguments: [
            ("$.total - 1", 7), ("$.a-1", 3), ("$.a)", 3), ("$.a,$.b", 3), ("$key||'x'", 4), ("$.ä+1", 4),
            ("$type='x'", 5), ("$.\"a b\" c", 7), ("$, 1", 1),
        ])
    func ends(text: String, length: Int) throws {
        #expect(try EventReference.parse(Substring(text)).length == length)
    }

    @Test(
        "a faulty reference tells its place and what to write",
        arguments: [
            ("a.b", 0, "starts with $"), ("$foo", 1, "no event reference $foo"), ("$.a.", 4, "name is missing"),
            ("$.", 2, "name is missing"), ("$.1st", 2, "no digit"), ("$.a[x]", 4, "index"), ("$.a[-1]", 4, "index"),
            ("$.a[0", 4, "index"), ("$.a[99999999999999999999]", 4, "index"), ("$.\"a", 2, "no end"),
            ("$header", 7, "header's name"), ("$header.", 8, "name is missing"), ("$source", 7, "name is missing"),
            ("$type.a", 5, "no fields"), ("$offset[0]", 7, "no fields"),
        ])
    func refuses(text: String, offset: Int, message: String) {
        let error = #expect(throws: EventReferenceError.self) { try EventReference.parse(Substring(text)) }
        #expect(error?.offset == offset)
        #expect(error?.message.contains(message) == true)
        #expect(error?.hint.isEmpty == false)
    }

    @Test("R39: in sources, header:name is the short form and nothing may follow")
    func selectors() throws {
        #expect(try EventReference(selector: "header:ce-type").kind == .header("ce-type"))
        #expect(try EventReference(selector: "$.type").kind == .body(EventPath([.field("type")])))
        #expect(throws: EventReferenceError.self) { try EventReference(selector: "header:") }
        #expect(throws: EventReferenceError.self) { try EventReference(selector: "$.a-b") }
        #expect(try EventPath(parsing: "$.a[1]") == EventPath([.field("a"), .element(1)]))
        #expect(throws: EventReferenceError.self) { try EventPath(parsing: "$key") }
    }

    @Test("R12: names are compared as bytes")
    func comparesBytes() {
        let composed = EventPath([.field("\u{E9}")])
        let decomposed = EventPath([.field("e\u{301}")])
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }
}
