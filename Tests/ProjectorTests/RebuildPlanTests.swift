// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Foundation
import SQLite
import Testing
import Views

@testable import Projector
@testable import ReadModel

/// What a changed definition asks of the live generation.
struct RebuildPlanTests {
    private static let plain = """
        projection: shop
        sources: {orders: {topic: orders}, customers: {topic: customers}, clicks: {topic: clicks}}
        tables:
          orders: {from: orders, key: {id: text}, columns: {customer: text, n: integer}}
          customers: {from: customers, key: {id: text}, columns: {name: text}, index: [name]}
          clicks: {from: clicks, append: true, keep: false, columns: {page: text}}
        views:
          stats: {sql: "SELECT page, count(*) AS n FROM clicks GROUP BY page"}
          totals: {sql: "SELECT customer, count(*) AS orders FROM orders GROUP BY customer"}
        queries:
          order: {sql: "SELECT id, n FROM orders WHERE id = :id", params: {id: {type: text, required: true}}}

        """

    private static func read(_ text: String) throws -> Projection {
        let (projections, faults) = ProjectionReader.read(files: [("p.yaml", text)], views: ViewCompiler())
        #expect(faults == [])
        return try #require(projections.first)
    }

    /// What a generation stores that was made by this definition.
    private static func stored(_ projection: Projection) -> GenerationFile.StoredDefinition {
        GenerationFile.StoredDefinition(
            file: projection.file, text: projection.text, rows: DefinitionMeaning(projection).rows)
    }

    /// The text with each of these changes, written as `old => new`.
    private static func text(_ changes: [String]) throws -> String {
        var text = plain
        for change in changes {
            let parts = change.components(separatedBy: " => ")
            #expect(text.contains(parts[0]), "\(parts[0])")
            text = text.replacing(parts[0], with: parts[1])
        }
        return text
    }

    private static func plan(from one: String, to other: String) throws -> RebuildPlan {
        let (old, wanted) = (try read(one), try read(other))
        return RebuildPlan(stored(old), read: old, wanted: wanted)
    }

    /// A change, what it asks for, and what its way back does.
    struct Case: Sendable, CustomStringConvertible {
        var changes: [String]
        var there: (RebuildPlan.Kind, RebuildPlan.Way, [String])
        var back: (RebuildPlan.Kind, RebuildPlan.Way, [String])
        var description: String { changes.joined(separator: "; ") }
    }

    private static let query = "queries:\n => queries:\n  name: {sql: \"SELECT * FROM customers WHERE id = 'a'\"}\n"
    private static let index = "n: integer}} => n: integer}, index: [n]}"
    private static let table = "columns: {name: text} => columns: {name: text, age: integer}"
    private static let newTable =
        "  clicks: {from => "
        + "  others: {from: orders, key: {id: text}, columns: {n: integer}}\n  clicks: {from"
    private static let view = "count(*) AS orders => count(*) AS orders, sum(n) AS n"
    private static let newView =
        "queries:\n => "
        + "  names: {sql: \"SELECT name, count(*) AS n FROM customers GROUP BY name\"}\nqueries:\n"
    private static let stream = "SELECT page, count(*) AS n => SELECT page, count(*) AS m"

    private static let cases = [
        Case(changes: [], there: (.nothing, .none, []), back: (.nothing, .none, [])),
        Case(
            changes: ["projection: shop => projection: shop\ndescription: a shop"], there: (.nothing, .none, []),
            back: (.nothing, .none, [])),
        Case(
            changes: [query], there: (.queries, .none, ["query name is new"]),
            back: (.queries, .none, ["query name is gone"])),
        Case(
            changes: ["SELECT id, n => SELECT n, id"], there: (.queries, .none, ["query order changed"]),
            back: (.queries, .none, ["query order changed"])),
        Case(
            changes: [index], there: (.indexes, .copy, ["the indexes of table orders changed"]),
            back: (.indexes, .copy, ["the indexes of table orders changed"])),
        Case(
            changes: [", index: [name] => "], there: (.indexes, .copy, ["the indexes of table customers changed"]),
            back: (.indexes, .copy, ["the indexes of table customers changed"])),
        Case(
            changes: [view], there: (.views, .copy, ["view totals changed"]),
            back: (.views, .copy, ["view totals changed"])),
        Case(
            changes: [newView], there: (.views, .copy, ["view names is new"]),
            back: (.views, .copy, ["view names is gone"])),
        Case(
            changes: [newView, index, query],
            there: (
                .views, .copy, ["the indexes of table orders changed", "view names is new", "query name is new"]
            ),
            back: (
                .views, .copy, ["the indexes of table orders changed", "view names is gone", "query name is gone"]
            )),
        Case(
            changes: [stream], there: (.views, .log, ["view stats changed"]),
            back: (.views, .log, ["view stats changed"])),
        Case(
            changes: [table], there: (.tables, .log, ["table customers changed"]),
            back: (.tables, .log, ["table customers changed"])),
        Case(
            changes: [newTable, view], there: (.tables, .log, ["table others is new", "view totals changed"]),
            back: (.tables, .log, ["table others is gone", "view totals changed"])),
        Case(
            changes: [table, index],
            there: (.tables, .log, ["the indexes of table orders changed", "table customers changed"]),
            back: (.tables, .log, ["the indexes of table orders changed", "table customers changed"])),
        Case(
            changes: ["topic: => type: $.type, topic:"],
            there: (.all, .log, ["table orders changed", "table customers changed", "table clicks changed"]),
            back: (.all, .log, ["table orders changed", "table customers changed", "table clicks changed"])),
        Case(
            changes: ["clicks: {topic: clicks} => clicks: {topic: clicks}, more: {topic: more}"],
            there: (.tables, .log, ["the topic more is new"]),
            back: (.tables, .log, ["the topic more is not read any more"])),
        Case(
            changes: [
                "{orders: {topic: orders}, customers: {topic: customers}, => "
                    + "{customers: {topic: customers}, orders: {topic: orders},"
            ], there: (.nothing, .none, []), back: (.nothing, .none, [])),
    ]

    @Test("R26: a change is planned by what it means, there and back", arguments: cases)
    func plan(of change: Case) throws {
        let changed = try Self.text(change.changes)
        for (one, other, expected) in [
            (Self.plain, changed, change.there), (changed, Self.plain, change.back), (Self.plain, Self.plain, nil),
        ] {
            let plan = try Self.plan(from: one, to: other)
            let wanted = expected ?? (.nothing, .none, [])
            #expect(plan.kind == wanted.0)
            #expect(plan.way == wanted.1)
            #expect(plan.reasons == wanted.2)
            #expect(plan.deed.isEmpty == false)
        }
    }

    @Test("R24, R26: what reads rows that are not stored stays in a copy as it is, all other views are made anew")
    func streams() throws {
        let plan = try Self.plan(from: Self.plain, to: Self.text([Self.newView]))
        #expect(plan.outdatedViews == ["totals"])
        #expect(plan.anewViews == ["totals", "names"])
        let without = try Self.plan(
            from: Self.plain,
            to: Self.text(["  stats: {sql: \"SELECT page, count(*) AS n FROM clicks GROUP BY page\"}\n => "]))
        #expect(without.way == .copy)
        #expect(without.outdatedViews == ["stats", "totals"])
        #expect(without.anewViews == ["totals"])
    }

    @Test("R26: views that another version compiled are made anew, and their reason is told")
    func foreign() throws {
        let projection = try Self.read(Self.plain)
        func plan(_ name: String) -> RebuildPlan {
            var stored = Self.stored(projection)
            stored.rows = Set(
                stored.rows.map { entry in
                    var entry = entry
                    if entry.name == name { entry.hash = "of another version" }
                    return entry
                })
            return RebuildPlan(stored, read: projection, wanted: projection)
        }
        #expect(plan("totals").way == .copy)
        #expect(plan("totals").reasons == ["view totals was compiled by another version"])
        #expect(plan("stats").way == .log)
        // A table's hash that is not what its stored text gives now: what its rows were made by is not known.
        #expect(plan("orders").kind == .tables)
        #expect(plan("orders").reasons == ["table orders changed"])
    }

    @Test func `a stored definition that cannot be read is replaced, unless it means the same`() throws {
        let projection = try Self.read(Self.plain)
        let stored = Self.stored(projection)
        #expect(RebuildPlan(stored, read: nil, wanted: projection).kind == .nothing)
        let other = try Self.read(Self.text([Self.index]))
        #expect(RebuildPlan(stored, read: nil, wanted: other) == .unreadable)
    }
}
