// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import KafkaClient
internal import ReadModel
internal import SQLite
internal import Synchronization

/// What an operator asks for.
extension ProjectionRunner {
    /// Begins to make the read model anew from the log, beside the live generation; the number of the new one.
    ///
    /// A build that waits for differences to be accepted, or for a smaller table to be allowed, is let pass instead,
    /// and goes on. It blocks up to some seconds, since the brokers are asked where the log begins (R27).
    public func rebuild(acceptDifferences: Bool, allowSmaller: Bool = false) throws(RebuildRefusal) -> Int {
        try beginPreparing()
        defer { endPreparing() }
        let decisions: DecisionLog
        do throws(ReadModelError) { decisions = try decisionFile.get() } catch { throw RebuildRefusal(error) }
        let (build, waitingFor) = pipelines.withLock { ($0.build, $0.waitingFor) }
        if let build, build.isUnderWay { return try accept(build, acceptDifferences, allowSmaller, decisions) }
        if let waitingFor {
            throw RebuildRefusal(.alreadyBuilding, "a build waits: \(waitingFor)", hint: "it goes on by itself")
        }
        let obstacle = try hindrance(acceptDifferences)
        if let obstacle, !acceptDifferences { throw obstacle }
        if let build { end(build) }
        return try beginAnew(decisions, acceptDifferences, allowSmaller, obstacle)
    }

    /// Only one build is begun, or ended, at a time.
    func beginPreparing() throws(RebuildRefusal) {
        let isFree = pipelines.withLock { pipelines in
            defer { pipelines.isPreparing = true }
            return !pipelines.isPreparing
        }
        guard isFree, !isStopRequested else {
            if isFree { endPreparing() }
            throw RebuildRefusal(.notReady, "\(projection.name) is starting or stopping", hint: "ask again in a moment")
        }
    }

    func endPreparing() { pipelines.withLock { $0.isPreparing = false } }

    /// How far the latest build is; nil if there was none since the daemon started.
    public var rebuildStatus: RebuildStatus? {
        let build = pipelines.withLock { $0.build ?? $0.lastBuild }
        return build.map { build in
            RebuildStatus(
                number: build.number, replaced: build.replaced, state: build.state, phase: build.phase,
                figures: build.figures, isRollback: build.aim.isGoingBack, generation: status(of: build.pipeline),
                proof: build.proof)
        }
    }

    /// Ends the build under way, whose number it returns, and removes its files; the live generation goes on.
    public func cancelBuild() throws(RebuildRefusal) -> Int {
        try beginPreparing()
        defer { endPreparing() }
        let (live, build) = pipelines.withLock { ($0.live, $0.build) }
        guard let build else { throw RebuildRefusal(uncancellable: "no build of \(projection.name) is under way") }
        guard live != nil else {
            throw RebuildRefusal(uncancellable: "nothing else answers for \(projection.name) than what is being built")
        }
        guard build.cancel() else {
            throw RebuildRefusal(uncancellable: "generation \(build.number) is taking over just now")
        }
        end(build)
        do throws(ReadModelError) {
            // The files of a way back stay: they may be gone back to later.
            if !build.aim.isGoingBack { try GenerationPlan.drop(projection.name, folder) }
        } catch {
            throw RebuildRefusal(error)
        }
        pipelines.withLock {
            $0.build = nil
            $0.lastBuild = build
        }
        log(.info, "build cancelled", ("generation", String(build.number)))
        return build.number
    }

    /// Whether the next start builds a generation, since the projection file's definition is not the live one's.
    public var buildsAtStart: Bool {
        guard let live, !isPinned else { return false }
        return DefinitionMeaning(live.projection).rows != DefinitionMeaning(projection).rows
    }

    private func accept(
        _ build: GenerationBuild, _ acceptDifferences: Bool, _ allowSmaller: Bool, _ decisions: DecisionLog
    ) throws(RebuildRefusal) -> Int {
        guard !build.isTrial, let obstacle = build.obstacle else {
            throw RebuildRefusal(
                .alreadyBuilding, "generation \(build.number) is being built",
                hint: "projectord status shows how far it is")
        }
        guard obstacle.code == .muchSmaller ? allowSmaller : acceptDifferences else { throw obstacle }
        do throws(ReadModelError) {
            try record(
                obstacle, build.number, acceptsDifferences: acceptDifferences, allowsSmaller: allowSmaller, decisions)
        } catch {
            if error.kind == .unsynced { options.onLost(StopCause(error, of: projection.name)) }
            throw RebuildRefusal(error)
        }
        build.accept(differences: acceptDifferences, smaller: allowSmaller)
        return build.number
    }

    /// What only an operator may pass over.
    func hindrance(_ acceptDifferences: Bool) throws(RebuildRefusal) -> RebuildRefusal? {
        let unprovable = unprovable
        let live = pipelines.withLock { $0.live?.generation.file }
        guard let live, let positions = try? live.positions() else { return unprovable }
        do throws(KafkaError) {
            return try missing(positions) ?? unprovable
        } catch {
            if acceptDifferences || unprovable != nil { return unprovable }
            throw RebuildRefusal(
                .logUnreachable, "the brokers do not tell where the log begins: \(error.description)",
                hint: "try again when they answer")
        }
    }

    /// What the log lacks of what the live generation was built from (R27).
    private func missing(_ positions: [PartitionPosition]) throws(KafkaError) -> RebuildRefusal? {
        let client = try Consumer(settings: options.kafka, isolation: .committed) { _ in }
        defer { client.close(deadlineMs: PipelineClients.closeDeadlineMs) }
        for position in positions {
            let log = try client.watermarks(
                topic: position.topic, partition: position.partition, timeoutMs: LogCheck.timeoutMs)
            if log.low > position.first {
                return RebuildRefusal(missing: position, logStart: log.low, projection.name)
            }
        }
        for (index, source) in projection.sources.enumerated() {
            guard let needy = CompactionLedger.needsEvery(projection, source: index),
                let config = try? client.topicConfig(name: source.topic, timeoutMs: LogCheck.timeoutMs)
            else { continue }
            if CompactionLedger.isCompacted(config) {
                return RebuildRefusal(compacted: source.topic, for: needy, projection.name)
            }
        }
        return nil
    }

    /// Ends a build that stands still; its number stays spent.
    func end(_ build: GenerationBuild) {
        build.requestStop()
        _ = build.pipeline.waitUntilStopped(deadline: .distantFuture)
    }

    private func beginAnew(
        _ decisions: DecisionLog, _ acceptDifferences: Bool, _ allowSmaller: Bool, _ obstacle: RebuildRefusal?
    ) throws(RebuildRefusal) -> Int {
        do throws(ReadModelError) {
            let generation = try GenerationPlan.make(projection, folder)
            // Said before anything stands in the way, it holds for what comes in the way later.
            try record(
                obstacle, generation.file.number, acceptsDifferences: acceptDifferences, allowsSmaller: allowSmaller,
                decisions)
            log(.info, "rebuild", ("generation", String(generation.file.number)))
            begin(generation, decisions)
            return generation.file.number
        } catch {
            if error.kind == .unsynced { options.onLost(StopCause(error, of: projection.name)) }
            try? GenerationPlan.drop(projection.name, folder)
            throw RebuildRefusal(error)
        }
    }

    /// What an operator lets pass is durable before it is acted on (R19).
    private func record(
        _ obstacle: RebuildRefusal?, _ number: Int, acceptsDifferences: Bool, allowsSmaller: Bool,
        _ decisions: DecisionLog
    ) throws(ReadModelError) {
        let reason = obstacle.map { "\($0.code.rawValue): \($0.message)" } ?? "said when the rebuild was asked for"
        do throws(FileError) {
            if acceptsDifferences { try decisions.add(.acceptedDifferences(generation: number, reason: reason)) }
            if allowsSmaller { try decisions.add(.allowedSmaller(generation: number, reason: reason)) }
        } catch {
            throw ReadModelError(error)
        }
    }
}
