// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import HTTPServer
internal import Projector
internal import ReadModel
internal import Synchronization

/// A projection as the routes see it: whatever generation answers now.
final class ServedProjection: Sendable {
    let runner: ProjectionRunner
    /// The label of a past generation, which then answers instead (R30).
    let label: String?
    /// Answers to other paths than queries, counted together.
    let metrics: RequestMetrics
    private let registry: MetricsRegistry
    private let known = Mutex<Known>(Known())

    private struct Known {
        var served: ServedGeneration?
        var topics: Set<String> = []
    }

    init(_ runner: ProjectionRunner, registry: MetricsRegistry, label: String? = nil) {
        self.runner = runner
        self.registry = registry
        self.label = label
        metrics = registry.requests(to: "\(runner.projection.name)\(label == nil ? "" : "@")/_")
    }

    var name: String { runner.projection.name + (label.map { "@\($0)" } ?? "") }

    /// The past generation that answers; nil if the live one does, or it is not there.
    var past: PastGeneration? { label.flatMap { runner.sealed($0)?.past } }

    private var serving: (generation: Generation, board: ProgressBoard)? {
        guard let label else { return runner.serving }
        return runner.sealed(label).map { ($0.generation, $0.board) }
    }

    /// The generation that answers.
    ///
    /// - Throws: a problem while there is none, or when it cannot be read.
    func current() throws -> ServedGeneration {
        guard let (generation, board) = serving else { throw notServing }
        return try known.withLock { known in
            if let served = known.served, served.generation === generation { return served }
            let served = try ServedGeneration(generation, board, isPast: label != nil, metrics: registry)
            known.topics.formUnion(generation.projection.sources.map(\.topic))
            known.served = served
            return served
        }
    }

    /// The plan of a query.
    ///
    /// - Throws: a problem if there is no such query, or not yet (R26).
    func plan(_ query: String, of served: ServedGeneration) throws(Problem) -> QueryPlan {
        do throws(Problem) {
            return try served.plan(query)
        } catch {
            guard runner.isBuilding, runner.projection.queries.contains(where: { $0.name == query }) else {
                throw error
            }
            throw Problem(
                .firstBuild, "the query \(query) is new, and the read model that can answer it is being built",
                [("projection", .text(name)), ("query", .text(query))])
        }
    }

    /// Whether a topic is read, or was read by an earlier generation; its tokens are legal (R33).
    func isInput(_ topic: String) -> Bool {
        runner.projection.sources.contains { $0.topic == topic } || known.withLock { $0.topics.contains(topic) }
    }

    /// Whether only earlier generations read a topic: what a token asks of it is in no answer any more.
    func isOutgrown(_ topic: String, in served: ServedGeneration) -> Bool {
        let isRead = (served.projection.sources + runner.projection.sources).contains { $0.topic == topic }
        return !isRead && known.withLock { $0.topics.contains(topic) }
    }

    /// The definition whose queries are listed.
    var listed: Projection { runner.live?.projection ?? runner.projection }

    private var notServing: Problem {
        if let label { return notServing(label) }
        if let cause = runner.stopCause { return Problem(stopped: cause, name) }
        return Problem(.firstBuild, "the read model of \(name) is being built for the first time")
    }

    private func notServing(_ label: String) -> Problem {
        let statuses = runner.pastStatuses
        guard let status = statuses.first(where: { $0.past.label == label }) else {
            let labels = statuses.map { "\(runner.projection.name)@\($0.past.label)" }
            return Problem(
                .unknownLabel, "there is no such past generation; there are " + Controls.list(labels))
        }
        if case .stopped(let cause) = status.state { return Problem(stopped: cause, name) }
        return Problem(.firstBuild, "the read model of \(name) is being built")
    }
}

extension Problem {
    /// A 503 for a view that is not kept any more.
    init(failed view: String, _ cause: String, _ projection: String) {
        self.init(
            .viewFailed, "the view \(view) is not kept any more: \(cause)",
            [("projection", .text(projection)), ("view", .text(view))])
    }

    /// A 503 for what stands still.
    init(stopped cause: StopCause, _ projection: String) {
        // A cause in the store speaks of files, which are the operator's.
        let isInside = [.storeFailed, .storeDamaged, .fenced].contains(cause.code)
        let reason = isInside ? "its store failed" : cause.message
        self.init(
            .projectionStopped, "\(projection) stands still: \(reason)",
            [("projection", .text(projection)), ("state", .text(cause.code.rawValue))])
        if !isInside, !cause.place.isEmpty { members.append(("place", .text(cause.place))) }
        if !isInside { members.append(("hint", .text(cause.hint))) }
    }
}
