// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

@testable import ReadModel

/// What makes rows anew, and what does not.
struct DefinitionMeaningTests {
    private static let plain = """
        projection: p
        sources:
          s: {topic: t, type: $.type}
          d: {topic: u, format: debezium}
        tables:
          events:
            key: {id: text}
            columns: {n: integer}
            on: {s: {A: {set: {n: $.n}}}}
          lines:
            key: {id: text, line: $index integer}
            columns: {n: integer}
            on: {s: {A: {each: $.items, set: {n: $each.n}}}}
          changes: {from: d, key: {id: integer}, columns: {n: integer}}
          log: {from: s, append: true, columns: {n: integer}}

        """

    /// The tables whose meaning differs from that of the plain file.
    private func changed(_ old: String, _ new: String) throws -> Set<String> {
        #expect(Self.plain.contains(old))
        func tables(_ text: String) throws -> Set<DefinitionMeaning.Entry> {
            let (projections, diagnostics) = ProjectionReader.read(files: [("p.yaml", text)])
            #expect(diagnostics == [])
            return DefinitionMeaning(try #require(projections.first)).rows
        }
        let one = try tables(Self.plain)
        let other = try tables(Self.plain.replacing(old, with: new))
        return Set(other.subtracting(one).map(\.name))
    }

    @Test(
        "R26: what a source says about its records changes what its tables mean",
        arguments: [
            ("id: $.id", true), ("id: $.id, repeats: 5", true), ("upcast: {A: [{drop: $.a}]}", true),
            ("upcast: {\"*\": [{default: {$.a: 1}}]}", true), ("cuts: [{0: 5}]", true), ("time: $.at", true),
            ("format: json", false),
        ])
    func sources(word: String, isChange: Bool) throws {
        #expect(
            try changed("topic: t, ", "topic: t, \(word), ") == (isChange ? ["events", "lines", "log"] : []))
    }

    @Test func `two ids, cuts and upcasts that differ mean different rows`() throws {
        func hashes(_ word: String) throws -> Set<DefinitionMeaning.Entry> {
            let text = Self.plain.replacing("topic: t, ", with: "topic: t, \(word), ")
            let (projections, _) = ProjectionReader.read(files: [("p.yaml", text)])
            return DefinitionMeaning(try #require(projections.first)).rows
        }
        for (one, other) in [
            ("id: $.id", "id: header:id"), ("id: $.id", "id: $.id, repeats: 5"), ("cuts: [{0: 5}]", "cuts: [{0: 6}]"),
            ("upcast: {A: [{drop: $.a}]}", "upcast: {A: [{drop: $.b}]}"),
            ("upcast: {A: [{default: {$.a: 1}}]}", "upcast: {A: [{default: {$.a: '1'}}]}"),
            ("upcast: {A: [{rename: {$.a: $.b}}]}", "upcast: {A: [{rename: {$.b: $.a}}]}"),
        ] {
            #expect(try hashes(one) != hashes(other), "\(one), \(other)")
        }
        #expect(try hashes("id: $.id") == hashes("id: $.id, repeats: 100000"))
        #expect(
            try hashes("upcast: {A: [{rename: {$.a: $.b}}]}") == hashes("upcast: {A: [{move: {$.a: $.b}}]}"))
    }

    @Test(
        "R26: how changes are written changes what their table means",
        arguments: ["decimals: text", "times: micros", "time: $source.ts_us"])
    func encodings(word: String) throws {
        #expect(try changed("format: debezium", "format: debezium, \(word)") == ["changes"])
    }

    @Test(
        "R26: history, version, arrays and what a column holds change what a table means",
        arguments: [
            ("    on: {s: {A: {set: {n: $.n}}}}", "    on: {s: {A: {set: {n: $.n}}}}\n    history: true", "events"),
            ("    on: {s: {A: {set: {n: $.n}}}}", "    on: {s: {A: {set: {n: $.n}}}}\n    version: $.v", "events"),
            ("each: $.items", "each: $.lines", "lines"), ("each: $.items", "each: $.items, replace: true", "lines"),
            ("set: {n: $each.n}", "set: {n: $index}", "lines"),
            ("line: $index integer", "line: $each.line integer", "lines"),
            ("append: true, columns: {n: integer}", "append: true, columns: {n: $.m integer}", "log"),
            ("append: true, ", "key: {id: text}, ", "log"),
        ])
    func tables(old: String, new: String, table: String) throws {
        #expect(try changed(old, new) == [table])
    }

    @Test func `the share of failed records changes no row`() throws {
        #expect(try changed("projection: p\n", "projection: p\nheld: {stop_above: off}\n") == [])
    }
}
