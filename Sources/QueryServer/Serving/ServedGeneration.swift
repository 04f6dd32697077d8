// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Projector
internal import ReadModel
internal import SQLite
internal import Synchronization

/// A generation with what its queries need before they are asked.
final class ServedGeneration: Sendable {
    let generation: Generation
    let board: ProgressBoard
    /// The sets of sources that queries read, by their places in the projection; the first is of all.
    let sourceSets: [Set<Int>]
    private let plans: [String: QueryPlan]

    init(_ generation: Generation, _ board: ProgressBoard, isPast: Bool, metrics: MetricsRegistry) throws {
        self.generation = generation
        self.board = board
        let projection = generation.projection
        var sets = [Set(projection.sources.indices)]
        var plans: [String: QueryPlan] = [:]
        try generation.readers.withReader { reader in
            for (index, query) in projection.queries.enumerated() {
                let sources = Set(query.tables.map { projection.tables[$0].source })
                let known = sets.firstIndex(of: sources)
                if known == nil { sets.append(sources) }
                plans[query.name] = try QueryPlan(
                    query, index: index, sourceSet: known ?? sets.count - 1,
                    metrics: metrics.requests(to: "\(projection.name)\(isPast ? "@" : "")/\(query.name)"),
                    reader: reader)
            }
        }
        sourceSets = sets
        self.plans = plans
    }

    var projection: Projection { generation.projection }

    /// The plan of a query.
    ///
    /// - Throws: a problem if there is no such query.
    func plan(_ name: String) throws(Problem) -> QueryPlan {
        guard let plan = plans[name] else { throw Problem(unknownQuery: name, in: projection) }
        return plan
    }

    /// Lends a reader whose snapshot has all that is committed, with what it says about positions.
    func withSnapshot<Result>(_ body: (ModelReader, SnapshotMarks) throws -> Result) throws -> Result {
        try generation.readers.withReader { reader in
            try reader.renew(at: generation.commits.load(ordering: .acquiring))
            return try body(reader, SnapshotMarks.of(reader, self))
        }
    }
}
