// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

@testable import ReadModel

@Suite struct UpcastTests {
    private static func path(_ text: String) throws -> EventPath { try EventPath(parsing: text) }

    private func found(_ path: String, _ steps: [Upcast.Step]) throws -> ([String], String?) {
        let found = UpcastPaths(try Self.path(path), steps)
        return (found.paths.map { "$\($0)" }, found.missing)
    }

    @Test("a renamed field is looked for under its new name first, then under its old ones")
    func rename() throws {
        let steps: [Upcast.Step] = [
            .rename(from: try Self.path("$.a"), to: try Self.path("$.b")),
            .rename(from: try Self.path("$.b"), to: try Self.path("$.c.d")),
        ]
        #expect(try found("$.c.d", steps) == (["$.c.d", "$.b", "$.a"], nil))
        #expect(try found("$.c.d.e", steps) == (["$.c.d.e", "$.b.e", "$.a.e"], nil))
        #expect(try found("$.b", steps) == ([], nil))
        #expect(try found("$.other", steps) == (["$.other"], nil))
    }

    @Test("steps count in their order")
    func order() throws {
        let (a, b) = (try Self.path("$.a"), try Self.path("$.b"))
        #expect(try found("$.b", [.defaulting(a, json: "1"), .rename(from: a, to: b)]) == (["$.b", "$.a"], "1"))
        #expect(try found("$.b", [.rename(from: a, to: b), .defaulting(b, json: "2")]) == (["$.b", "$.a"], "2"))
        #expect(try found("$.a", [.drop(a), .defaulting(a, json: "3")]) == ([], "3"))
        #expect(try found("$.a", [.defaulting(a, json: "4"), .drop(a)]) == ([], nil))
        #expect(try found("$.a", [.defaulting(a, json: "5"), .defaulting(a, json: "6")]) == (["$.a"], "5"))
    }

    @Test("older events are folded as the newer ones are, whatever their shape")
    func folds() throws {
        var projection = try Definitions.read(Definitions.orders)
        projection.sources[0].upcasts = [
            Upcast(
                eventType: "Placed",
                steps: [
                    .rename(from: try Self.path("$.amount.value"), to: try Self.path("$.total")),
                    .defaulting(try Self.path("$.total"), json: "9.5"),
                ]),
            Upcast(eventType: nil, steps: [.rename(from: try Self.path("$.text"), to: try Self.path("$.note"))]),
        ]
        let model = try Model(projection)
        try model.commit(
            Record("new", #"{"total": 1.25}"#, type: "Placed"),
            Record("old", #"{"amount": {"value": "2.5"}}"#, type: "Placed"),
            Record("older", "{}", type: "Placed"),
            Record("null", #"{"total": null, "amount": {"value": 3}}"#, type: "Placed"),
            Record("noted", #"{"text": "hello"}"#, type: "Noted"))
        #expect(
            try model.rows("SELECT order_id, total, note FROM orders ORDER BY order_id") == [
                "'new', 125, NULL", "'noted', NULL, 'hello'", "'null', NULL, NULL", "'old', 250, NULL",
                "'older', 950, NULL",
            ])
        #expect(model.fault(Record("bad", #"{"amount": {"value": "x"}}"#, type: "Placed"))?.code == .badValue)
    }
}

private func == (one: ([String], String?), other: ([String], String?)) -> Bool {
    one.0 == other.0 && one.1 == other.1
}
