// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Synchronization
internal import Definition
internal import Events
internal import HTTPServer

/// One request that asks a projection, on its way to an answer.
struct Call: Sendable {
    /// What is asked.
    enum Question: Sendable {
        case rows(Rows)
        /// Whether the freshness conditions are met, and nothing else.
        case wait
        /// How far the projection is.
        case position
    }

    /// A query with its parameters, read for one generation's declaration.
    struct Rows: Sendable {
        var generation: ServedGeneration
        var plan: QueryPlan
        var values: [StoredValue]
        var limit: Int
        /// The request's parameters, to be read again if another generation answers.
        var given: [Parameter]
    }

    var projection: ServedProjection
    var question: Question
    var freshness = Freshness()
    /// The query's plan and its generation, also while its parameters are not read.
    var target: (generation: ServedGeneration, plan: QueryPlan)?
    /// When the request came.
    var startedNs = MonotonicTime.nowNs
    /// How long it stood in queues.
    var queuedNs: UInt64 = 0
    /// How long it waited for the log to be applied.
    var waitedNs: UInt64 = 0

    /// Counts the answer.
    func finished(_ response: Response) -> Response {
        let metrics = target?.plan.metrics ?? projection.metrics
        metrics.observe(status: response.status, ns: MonotonicTime.nowNs - startedNs)
        return response
    }

    /// Whether the slow pool is to run it.
    var isSlow: Bool {
        if case .rows(let rows) = question { rows.plan.isSlow.load(ordering: .relaxed) } else { false }
    }
}

extension Call.Rows {
    /// Reads a query's parameters.
    ///
    /// - Throws: a problem if they do not fit it.
    init(
        _ served: ServedGeneration, _ plan: QueryPlan, given: [Parameter], limit: Int?, faults: [ParameterFault] = []
    ) throws {
        let reading = ParameterReading(plan.query, given)
        var faults = faults + reading.faults
        if let limit, limit > plan.query.limitMax {
            faults.append(ParameterFault("_limit", "is \(limit), at most \(plan.query.limitMax) rows may be asked for"))
        }
        guard faults.isEmpty else { throw Problem(faults) }
        self.init(
            generation: served, plan: plan, values: reading.values, limit: limit ?? plan.query.limitDefault,
            given: given)
    }

    /// The same question to another generation.
    func asked(of served: ServedGeneration) throws -> Call.Rows {
        if served === generation { return self }
        return try Call.Rows(served, served.plan(plan.query.name), given: given, limit: limit)
    }
}

extension Problem {
    init(unknownQuery name: String, in projection: Projection) {
        let names = projection.queries.map(\.name)
        let hint =
            DidYouMean.nearest(name, among: names).map { "did you mean \($0)?" }
            ?? "it has \(Controls.list(names))"
        self.init(.unknownQuery, "projection \(projection.name) has no query of this name; \(hint)")
    }
}
