// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Dispatch
public import ReadModel
internal import SQLite
internal import Synchronization

extension ProjectionRunner {
    /// Compares the live generation with one that is made anew from the log for that alone, and is removed then.
    ///
    /// It blocks as long as the log takes to read. The new one counts as a build: there is no other meanwhile. The
    /// pointer never names it, so that what a kill leaves of it goes at the next start.
    public func verifyAgainstLog() throws(RebuildRefusal) -> (proof: Proof, generation: Int) {
        threads.enter()
        defer { threads.leave() }
        let (build, live) = try beginTrial()
        defer { endTrial(build) }
        var catchUp = CatchUp()
        while !isStopRequested, build.isUnderWay {
            let board = build.pipeline.board
            let partitions = board.partitions
            let isReady = catchUp.isReached(by: partitions) && board.phase == .following && board.views.areBuilt
            if let obstacle = build.missing(partitions) ?? unprovable { throw obstacle }
            if isReady, isLiveRunning, prove(build) {
                guard let proof = build.proof else { break }
                return (proof, live)
            }
            build.pipeline.pauseSupervision()
        }
        if case .stopped(let cause) = build.pipeline.board.state {
            throw RebuildRefusal(
                .notReady, "\(cause.code.rawValue) at \(cause.place): \(cause.message)", hint: cause.hint)
        }
        throw RebuildRefusal(.notReady, "\(projection.name) is stopping", hint: "ask again when it runs")
    }

    private var isLiveRunning: Bool {
        if case .running = pipelines.withLock({ $0.live })?.board.state { true } else { false }
    }

    private func beginTrial() throws(RebuildRefusal) -> (GenerationBuild, Int) {
        let isFree = pipelines.withLock { pipelines in
            defer { pipelines.isPreparing = true }
            return !pipelines.isPreparing
        }
        guard isFree, !isStopRequested else {
            throw RebuildRefusal(.notReady, "\(projection.name) is starting or stopping", hint: "ask again in a moment")
        }
        defer { pipelines.withLock { $0.isPreparing = false } }
        let (build, live, waitingFor) = pipelines.withLock { ($0.build, $0.live, $0.waitingFor) }
        guard build == nil, waitingFor == nil else {
            throw RebuildRefusal(
                .alreadyBuilding, "a generation is being built, which is compared before it goes live",
                hint: "projectord status shows how far it is")
        }
        if let obstacle = try hindrance(false) { throw obstacle }
        guard let live else {
            throw RebuildRefusal(.notReady, "\(projection.name) has no live generation", hint: "ask when it has one")
        }
        return (try makeTrial(live), live.generation.file.number)
    }

    private func makeTrial(_ live: Pipeline) throws(RebuildRefusal) -> GenerationBuild {
        do throws(ReadModelError) {
            let decisions = try decisionFile.get()
            let generation = try GenerationPlan.make(live.projection, folder, isTrial: true)
            let replaced = try live.generation.file.positions()
            var options = options
            options.givesWay = true
            let build = GenerationBuild(
                Pipeline(generation, decisions: decisions, holdFreelyBelow: replaced, options: options),
                replaced: live.generation.file.number, firsts: replaced, isAccepted: false, isTrial: true)
            log(.info, "verify against the log", ("generation", String(build.number)))
            pipelines.withLock { $0.build = build }
            build.pipeline.start()
            if isStopRequested { build.requestStop() }
            return build
        } catch {
            if error.kind == .unsynced { options.onLost(StopCause(error, of: projection.name)) }
            throw RebuildRefusal(error)
        }
    }

    private func endTrial(_ build: GenerationBuild) {
        build.requestStop()
        _ = build.pipeline.waitUntilStopped(deadline: .distantFuture)
        pipelines.withLock { $0.build = nil }
        try? folder.removeGeneration(projection.name, build.number)
    }
}
