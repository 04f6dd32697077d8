// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import ReadModel
internal import SQLite
internal import Synchronization

/// Building a generation beside the live one, and the switch to it.
extension ProjectionRunner {
    /// Sets a build going, and watches it on a thread of its own until it is live.
    func begin(_ generation: Generation, _ decisions: DecisionLog) {
        let live = pipelines.withLock { $0.live?.generation.file }
        let isDecided = decisions.all.contains {
            if case .acceptedDifferences(generation.file.number, _) = $0 { true } else { false }
        }
        let allowsSmaller = decisions.all.contains {
            if case .allowedSmaller(generation.file.number, _) = $0 { true } else { false }
        }
        let replaced = (try? live?.positions()) ?? []
        var options = options
        options.givesWay = live != nil
        let build = GenerationBuild(
            Pipeline(generation, decisions: decisions, holdFreelyBelow: replaced, options: options),
            replaced: live?.number, firsts: replaced, isAccepted: isDecided, allowsSmaller: allowsSmaller)
        pipelines.withLock {
            $0.build = build
            $0.waitingFor = nil
        }
        supervise(build)
    }

    /// Starts a build's pipeline, and makes it live when it is ready, on a thread of its own.
    func supervise(_ build: GenerationBuild) {
        build.pipeline.start()
        if isStopRequested { build.pipeline.requestStop() }
        onThread { [self] in
            if build.aim == .goBackAtOnce || waitUntilReady(build), build.beginSwitch() { switchTo(build) }
        }
    }

    /// Makes the generation that the definition asks for, as soon as the disk has room for it.
    func beginFirst(_ decisions: DecisionLog) {
        if attemptFirst(decisions) { return }
        onThread { [self] in
            while !isStopRequested {
                pause()
                let hasRoom = DurableFile.hasRoom(
                    besides: folder.pointerPath(projection.name), bytes: PipelineOptions.roomBytes)
                if hasRoom, attemptFirst(decisions) { return }
            }
        }
    }

    /// False if the disk is full.
    private func attemptFirst(_ decisions: DecisionLog) -> Bool {
        do throws(ReadModelError) {
            let generation = try GenerationPlan.make(projection, folder)
            let isFirst = pipelines.withLock { $0.live == nil }
            log(
                .info, isFirst ? "first build" : "building a new generation",
                ("generation", String(generation.file.number)))
            begin(generation, decisions)
            return true
        } catch {
            guard error.kind == .full else {
                if error.kind == .unsynced { options.onLost(StopCause(error, of: projection.name)) }
                fail(StopCause(error, of: projection.name))
                return true
            }
            let reason = "the disk is full: \(error.message)"
            let isNew = pipelines.withLock { pipelines in
                defer { pipelines.waitingFor = reason }
                return pipelines.waitingFor == nil
            }
            if isNew { log(.warning, "disk full", ("reason", error.message), ("hint", error.hint)) }
            return false
        }
    }

    func onThread(_ body: @escaping @Sendable () -> Void) {
        threads.enter()
        let thread = Thread { [threads] in
            body()
            threads.leave()
        }
        thread.name = "build"
        thread.start()
    }

    /// Waits until the build has reached the ends that the log had when it began, and may go live; false if it is not
    /// to any more.
    private func waitUntilReady(_ build: GenerationBuild) -> Bool {
        var catchUp = CatchUp()
        var caughtUp: ContinuousClock.Instant?
        while !isStopRequested, !build.pipeline.isStopRequested {
            let board = build.pipeline.board
            let partitions = board.partitions
            let isHindered = isHindered(build, partitions)
            if catchUp.isReached(by: partitions), board.phase == .following, board.views.areBuilt {
                caughtUp = caughtUp ?? .now
                if !isHindered, build.isAccepted || isLiveKnown(since: caughtUp ?? .now), prove(build),
                    !self.isHindered(build, partitions)
                {
                    return true
                }
            }
            build.pipeline.pauseSupervision()
        }
        return false
    }

    /// Whether the live generation has been held against the log, so that it is known whether it proves anything; one
    /// that cannot be, since its topic is gone say, is not waited for without end.
    private func isLiveKnown(since caughtUp: ContinuousClock.Instant) -> Bool {
        guard let board = pipelines.withLock({ $0.live })?.board else { return true }
        switch board.state {
        case .running, .stopped: return true
        case .starting, .waiting, .hindered:
            return !board.partitions.isEmpty
                || ContinuousClock.now - caughtUp > .milliseconds(ProjectionRunner.liveKnownMs)
        }
    }

    /// Whether only an operator may let the build go live, and has not yet (R27, R28).
    private func isHindered(_ build: GenerationBuild, _ partitions: [PartitionProgress]) -> Bool {
        let isUnproven = build.isAccepted ? nil : build.missing(partitions) ?? unprovable
        let obstacle = isUnproven ?? build.refused
        if build.note(obstacle), let obstacle {
            log(
                .warning, "the new generation does not go live by itself", ("generation", String(build.number)),
                ("state", obstacle.code.rawValue), ("reason", obstacle.message), ("hint", obstacle.hint))
        }
        return obstacle != nil
    }

    /// Why the live generation's rows prove nothing about a new one's; nil if they do, or there are none.
    var unprovable: RebuildRefusal? {
        let (live, failure) = pipelines.withLock { ($0.live, $0.failure) }
        if let failure { return RebuildRefusal(stopped: failure, projection.name) }
        guard case .stopped(let cause) = live?.board.state, cause.code.needsAcceptance else { return nil }
        return RebuildRefusal(stopped: cause, projection.name)
    }

    /// Ends the live generation, lets the new one pass it, and makes the new one live (R26, R29).
    ///
    /// One that a fault stopped takes no part: the new one may never come to where it stands (R28).
    private func switchTo(_ build: GenerationBuild) {
        let (old, failure) = pipelines.withLock { ($0.live, $0.failure) }
        let isKept = failure == nil && old.map { GenerationBuild.isWorthKeeping($0.board.state) } == true
        if let old {
            let takesPart = unprovable == nil && build.aim != .goBackAtOnce
            old.requestStop()
            _ = old.waitUntilStopped(deadline: .distantFuture)
            let reached = takesPart ? ProjectionRunner.places(reachedBy: old, knownTo: build.pipeline) : []
            while !isStopRequested, !build.pipeline.isStopRequested,
                !reached.allSatisfy({ build.pipeline.board.isDone($0) })
            {
                build.pipeline.pauseSupervision()
            }
        }
        options.onPoint(.switching)
        guard let outdated = writePointer(build, keepingReplaced: isKept) else { return }
        options.onPoint(.switched)
        build.wentLive()
        pipelines.withLock {
            $0.live = build.pipeline
            $0.build = nil
            $0.lastBuild = build
            $0.failure = nil
        }
        log(.info, "live", ("generation", String(build.number)))
        for number in outdated {
            // Open reads finish on the old file: its inode stays until the last of them has closed it.
            do throws(FileError) { try folder.removeGeneration(projection.name, number) } catch {
                log(.warning, "files of an old generation stay until the next start", ("reason", error.description))
            }
        }
    }

    /// Makes the pointer name the new generation, as soon as the disk takes it; nil if the build is not to go live any
    /// more, else the generations that nobody needs any longer.
    private func writePointer(_ build: GenerationBuild, keepingReplaced isKept: Bool) -> [Int]? {
        let path = folder.pointerPath(projection.name)
        var isTold = false
        while !isStopRequested, !build.pipeline.isStopRequested {
            do throws(ReadModelError) {
                folder.turn.wait()
                defer { folder.turn.signal() }
                var pointer = try GenerationPointer(path: path)
                let named = [pointer.live, pointer.previous].compactMap(\.self)
                pointer.previous = isKept ? pointer.live : nil
                pointer.live = build.number
                pointer.building = nil
                do throws(FileError) {
                    if build.aim.isGoingBack { try pin(build.number) }
                    try pointer.write(to: path)
                } catch {
                    throw ReadModelError(error)
                }
                build.wait(for: nil)
                pipelines.withLock { $0.previous = pointer.previous }
                return named.filter { $0 != pointer.live && $0 != pointer.previous }
            } catch {
                if error.kind == .unsynced { options.onLost(StopCause(error, of: projection.name)) }
                build.wait(for: error.message)
                if !isTold { log(.error, "the switch waits", ("reason", error.message), ("hint", error.hint)) }
                isTold = true
                pause()
            }
        }
        return nil
    }

    /// The last records that `old` has done, in the partitions that the new one reads too: a definition may have left a
    /// topic, whose records will never come.
    private static func places(reachedBy old: Pipeline, knownTo building: Pipeline) -> [LogPlace] {
        let known = building.board.partitions.map(\.position)
        return old.board.partitions.compactMap { partition in
            let position = partition.position
            let isKnown = known.contains { $0.topic == position.topic && $0.partition == position.partition }
            guard isKnown, partition.done > 0 else { return nil }
            return LogPlace(topic: position.topic, partition: position.partition, offset: partition.done - 1)
        }
    }
}
