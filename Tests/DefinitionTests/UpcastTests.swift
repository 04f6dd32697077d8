// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

/// What older events are read as.
struct UpcastTests {
    private func upcasts(_ text: String) throws -> [Upcast] {
        let file = ProjectionSample.file(source: "type: $.type, upcast: \(text)")
        return try #require(try ProjectionSample.read(file).sources.first).upcasts
    }

    @Test func `steps keep their order, and a word may say several`() throws {
        let upcasts = try upcasts(
            """
            {A: [{rename: {$.a: $.b, $.c.d: $.e}}, {drop: $.f}, {drop: [$.g, $.h]}, {move: {$."x y": "$.i[0]"}}],
                "*": [{default: {$.j: 1}}]}
            """)
        #expect(
            upcasts == [
                Upcast(
                    eventType: "A",
                    steps: [
                        .rename(from: .fields("a"), to: .fields("b")), .rename(from: .fields("c.d"), to: .fields("e")),
                        .drop(.fields("f")), .drop(.fields("g")), .drop(.fields("h")),
                        .rename(from: .fields("x y"), to: EventPath([.field("i"), .element(0)])),
                    ]),
                Upcast(eventType: nil, steps: [.defaulting(.fields("j"), json: "1")]),
            ])
    }

    @Test(
        "a default is JSON: plain numbers, booleans and null are, all else is a text",
        arguments: [
            ("1", "1"), ("-0.5e3", "-0.5e3"), ("true", "true"), ("False", "false"), ("null", "null"), ("~", "null"),
            ("EUR", "\"EUR\""), ("'1'", "\"1\""), ("\"a\\\"\\n\\u0001\"", "\"a\\\"\\n\\u0001\""), ("''", "\"\""),
            ("2024-05-01", "\"2024-05-01\""), ("é", "\"é\""),
        ])
    func defaults(yaml: String, json: String) throws {
        #expect(try upcasts("{\"*\": [{default: {$.a: \(yaml)}}]}")[0].steps == [.defaulting(.fields("a"), json: json)])
    }

    private static let upcast = Upcast(
        eventType: nil,
        steps: [
            .rename(from: .fields("oldest"), to: .fields("old")), .rename(from: .fields("old"), to: .fields("new")),
            .defaulting(.fields("currency"), json: "\"EUR\""), .drop(.fields("gone")),
            .defaulting(.fields("x"), json: "1"), .rename(from: .fields("x"), to: .fields("y")),
            .defaulting(.fields("z"), json: "2"), .rename(from: .fields("w"), to: .fields("z")),
            .drop(.fields("made")), .defaulting(.fields("made"), json: "3"),
        ])

    @Test(
        "a field is looked for in its places from the newest to the oldest",
        arguments: [
            ("a", ["a"], nil), ("new", ["new", "old", "oldest"], nil),
            ("new.name", ["new.name", "old.name", "oldest.name"], nil), ("old", [], nil), ("oldest.b", [], nil),
            ("currency", ["currency"], "\"EUR\""), ("currency.a", ["currency.a"], nil), ("gone", [], nil),
            ("y", ["y", "x"], "1"), ("z", ["z"], "2"), ("made", [], "3"),
        ])
    func readings(path: String, places: [String], missing: String?) throws {
        let reading = try Self.upcast.reading(of: .fields(path))
        #expect(reading == UpcastReading(paths: places.map { .fields($0) }, missing: missing))
        #expect(reading.isNothing == (places.isEmpty && missing == nil))
    }

    @Test func `a swap of two fields reads each at the other's place`() throws {
        let upcast = Upcast(
            eventType: nil,
            steps: [
                .rename(from: .fields("a"), to: .fields("t")), .rename(from: .fields("b"), to: .fields("a")),
                .rename(from: .fields("t"), to: .fields("b")),
            ])
        #expect(try upcast.reading(of: .fields("a")).paths == [.fields("b")])
        #expect(try upcast.reading(of: .fields("b")).paths == [.fields("t"), .fields("a")])
    }

    @Test("what is changed within a field stands against reading it whole", arguments: ["", "e"])
    func conflicts(path: String) {
        let upcast = Upcast(
            eventType: nil,
            steps: [.rename(from: .fields("c.d.x"), to: .fields("e.f")), .rename(from: .fields("c"), to: .fields("g"))])
        #expect(throws: Upcast.Conflict.self) { try upcast.reading(of: .fields(path)) }
        #expect(throws: Upcast.Conflict.inside(.fields("c.d.x"))) { try upcast.reading(of: .fields("g")) }
        #expect(throws: Never.self) { try upcast.reading(of: .fields("g.d.x")) }
    }

    @Test func `places never grow without end`() {
        let names = (0...UpcastReading.pathsMax).map { EventPath.fields("a\($0)") }
        let steps = zip(names, names.dropFirst()).map { Upcast.Step.rename(from: $0, to: $1) }
        let upcast = Upcast(eventType: nil, steps: steps)
        #expect(throws: Upcast.Conflict.tooMany) { try upcast.reading(of: names[names.count - 1]) }
        #expect(throws: Never.self) { try upcast.reading(of: names[names.count - 2]) }
    }

    @Test(
        "a step that is none is told with its place",
        arguments: [
            ("[]", "3:44 bad-value: upcast is a mapping, found a list"),
            ("{A: {rename: {$.a: $.b}}}", "3:48 bad-value: the upcast of a type is a list of steps, found a mapping"),
            ("{A: []}", "3:48 bad-value: the upcast of a type is a list of steps, found an empty one"),
            ("{A: [{}]}", "3:49 missing-key: a step needs one of rename, move, default or drop"),
            ("{A: [{renam: {$.a: $.b}}]}", "3:50 unknown-key: unknown key 'renam' in a step"),
            ("{A: [{drop: $.a, move: {$.b: $.c}}]}", "3:49 bad-value: a step is one of its words, found move and drop"),
            ("{A: [{rename: {a: $.b}}]}", "3:59 bad-path: an event reference starts with $"),
            ("{A: [{rename: {$.a: $}}]}", "3:64 bad-path: rename is a field of the body, not all of it"),
            ("{A: [{rename: {$.a: $.a.b}}]}", "3:64 bad-path: $.a.b and $.a are one within the other"),
            ("{A: [{drop: $header.x}]}", "3:56 bad-path: found $header.x, which is no field of the event"),
            (
                "{A: [{default: {$.a: [1]}}]}",
                "3:65 bad-value: a default is a number, a text, true, false or null, found a list"
            ),
            ("{A: [{default: {$.a: 007}}]}", "3:65 bad-value: '007' is no number of JSON"),
            ("{A: [{default: {$.a: .5}}]}", "3:65 bad-value: '.5' is no number of JSON"),
        ])
    func faults(text: String, fault: String) {
        #expect(ProjectionSample.faults(ProjectionSample.file(source: "type: header:type, upcast: \(text)")) == [fault])
    }

    @Test func `an event type in a source without types is told`() {
        let text = ProjectionSample.file(source: "upcast: {A: [{drop: $.a}], \"*\": [{drop: $.b}]}")
        #expect(ProjectionSample.faults(text) == ["3:26 bad-value: the source has no type:, so no event is a 'A'"])
    }

    private static let renamed = "type: $.type, upcast: {A: [{rename: {$.c.name: $.name}}], B: [{drop: $.d}]}"

    @Test(
        "a table that could not be read of older events is told where it reads",
        arguments: [
            (
                "from: s, key: {id: integer}, columns: {c: json}",
                "5:49 bad-path: $.c is read as a whole, and the upcast of 'A' changes $.c.name"
            ),
            (
                "from: s, append: true, columns: {all: $ json}",
                "5:45 bad-path: $ is read as a whole, and the upcast of 'A' changes $.c.name"
            ),
            (
                "on: {s: {A: {set: {n: json($.c)}}}}, key: {id: integer}, columns: {n: json}",
                "5:29 bad-path: $.c is read as a whole, and the upcast of 'A' changes $.c.name"
            ),
            (
                "on: {s: {A: {set: {n: $.c.name}}}}, key: {id: integer}, columns: {n: text}",
                "5:29 bad-path: $.c.name is always nothing: the upcast of 'A' takes it"
            ),
            (
                "on: {s: {A: {set: {n: n + 1}}}}, key: {p: $.c text}, columns: {n: integer}",
                "5:49 bad-path: $.c is read as a whole, and the upcast of 'A' changes $.c.name"
            ),
            (
                "on: {s: {B: {set: {n: $.n}}}}, key: {id: integer}, columns: {n: integer}, version: $.d",
                "5:90 bad-path: $.d is always nothing: the upcast of 'B' takes it"
            ),
            (
                "on: {s: {A: {each: $.c, set: {n: 1}}}}, key: {id: integer, i: $index integer}, columns: {n: integer}",
                "5:26 bad-path: $.c is read as a whole, and the upcast of 'A' changes $.c.name"
            ),
        ])
    func refused(table: String, fault: String) {
        #expect(ProjectionSample.faults(ProjectionSample.file(source: Self.renamed, table: table)) == [fault])
    }

    @Test(
        "what no upcast touches, or only that of other types, is read as ever",
        arguments: [
            "on: {s: {A: {set: {n: $.name}}}}, key: {id: integer}, columns: {n: text}",
            "on: {s: {B: {set: {n: json($.c)}}}}, key: {id: integer}, columns: {n: json}",
            "on: {s: {C: {set: {n: json($)}}}}, key: {id: integer}, columns: {n: json}",
            "on: {s: {A: delete, \"*\": {set: {n: $.d}}}}, key: {id: integer}, columns: {n: text}",
            "from: s, key: {d: integer}, columns: {n: $.d text}",
        ])
    func allowed(table: String) throws {
        _ = try ProjectionSample.read(ProjectionSample.file(source: Self.renamed, table: table))
    }

    @Test func `an array has no default`() {
        let table =
            "on: {s: {\"*\": {each: $.i, set: {n: 1}}}}, key: {id: integer, i: $index integer}, columns: {n: integer}"
        let text = ProjectionSample.file(source: "upcast: {\"*\": [{default: {$.i: 0}}]}", table: table)
        #expect(ProjectionSample.faults(text) == ["5:28 bad-value: $.i is read as an array, and defaults to 0"])
    }
}
