// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import SQLite
import Testing

/// A follower that holds what is captured against the rows themselves, before and after each write.
final class DeltaSpy: TableFollower {
    /// Thrown where a test wants a follower to fail.
    struct Refusal: Error {}

    let relations: [Relation]
    /// The number of writes that were told.
    private(set) var steps = 0
    /// The number of steps after which one is refused; nil for none.
    var refusesAfter: Int?
    private let connection: Connection
    /// By relation: how often each row is there, as the deltas tell it.
    private var known: [String: [String: Int]] = [:]
    private var committed: [String: [String: Int]] = [:]

    init(_ projection: Projection, on connection: Connection) throws {
        relations = projection.tables.flatMap { Relation.all(of: $0) }
        self.connection = connection
        for relation in relations {
            try connection.execute("CREATE TEMP TABLE \"_d_\(relation.name)\" (_w INTEGER, \(columns(relation)))")
            known[relation.name] = try bag("main", relation.name)
        }
        committed = known
    }

    func deltaTable(of relation: String) -> String? { "_d_" + relation }

    func willWrite(_ name: String) throws {
        steps += 1
        if let refusesAfter, steps > refusesAfter { throw Refusal() }
        #expect(try bag("main", name) == known[name], "\(name) before")
        var next = known[name] ?? [:]
        let relation = try #require(relations.first { $0.name == name })
        var weights: [String: Int] = [:]
        for line in try lines("SELECT _w, \(columns(relation)) FROM temp.\"_d_\(name)\"") {
            let parts = line.split(separator: ", ", maxSplits: 1)
            let (weight, row) = (try #require(Int(parts[0])), String(parts[1]))
            #expect(weights[row] == nil, "\(name): the row \(row) did not change")
            weights[row] = weight
            next[row, default: 0] += weight
            if next[row] == 0 { next[row] = nil }
        }
        known[name] = next
    }

    func didWrite(_ name: String) throws {
        #expect(try bag("main", name) == known[name], "\(name) after")
        try connection.execute("DELETE FROM temp.\"_d_\(name)\"")
    }

    func finish() throws {
        for relation in relations {
            #expect(try bag("main", relation.name) == known[relation.name], "\(relation.name) at the end")
            let left = try connection.integer("SELECT count(*) FROM temp.\"_d_\(relation.name)\"")
            #expect(left == 0)
        }
        committed = known
    }

    func rolledBack() {
        known = committed
    }

    private func columns(_ relation: Relation) -> String {
        let own = relation.key == ["_at"] ? ["_at"] : []
        return (relation.columns.map(\.name) + own).map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private func bag(_ schema: String, _ name: String) throws -> [String: Int] {
        let relation = try #require(relations.first { $0.name == name })
        let lines = try lines("SELECT \(columns(relation)) FROM \(schema).\"\(name)\"")
        return Dictionary(lines.map { ($0, 1) }, uniquingKeysWith: +)
    }

    private func lines(_ sql: String) throws -> [String] { try Model.rows(sql, on: connection) }
}
