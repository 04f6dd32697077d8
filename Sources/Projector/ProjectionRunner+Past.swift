// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import KafkaClient
public import ReadModel
internal import SQLite
internal import Synchronization

/// Generations as of a past time, beside the live one (R30).
extension ProjectionRunner {
    /// Begins to build a read-only generation of what the log had up to a time.
    ///
    /// It blocks up to some seconds, since the brokers are asked where each partition is cut.
    public func rebuild(until time: PastTime, label: String) throws(RebuildRefusal) -> PastGeneration {
        try beginPreparing()
        defer { endPreparing() }
        let nowMs = Int64(Date().timeIntervalSince1970 * 1_000)
        guard time.milliseconds <= nowMs else {
            throw RebuildRefusal(.timeInFuture, "\(time.text) has not come", hint: "ask for a time that is over")
        }
        let decisions: DecisionLog
        do throws(ReadModelError) { decisions = try decisionFile.get() } catch { throw RebuildRefusal(error) }
        let live = pipelines.withLock { $0.live?.generation.file }
        guard let live, let firsts = try? live.positions() else {
            throw RebuildRefusal(
                .notReady, "\(projection.name) has no live generation", hint: "ask when the first build is done")
        }
        try checkFree(label)
        let cuts = try cuts(at: time, firsts)
        return try begin(label, time, cuts, decisions)
    }

    /// Begins to build what the log had up to known places.
    func begin(
        _ label: String, _ time: PastTime, _ cuts: [LogPlace], _ decisions: DecisionLog
    ) throws(RebuildRefusal) -> PastGeneration {
        let (past, generation): (PastGeneration, Generation)
        do throws(ReadModelError) {
            (past, generation) = try makePast(label, time, cuts)
        } catch {
            if error.kind == .unsynced { options.onLost(StopCause(error, of: projection.name)) }
            throw RebuildRefusal(error)
        }
        log(.info, "building as of a past time", ("generation", String(past.number)), ("until", time.text))
        begin(past, generation, decisions)
        return past
    }

    /// Removes a labelled generation, be it complete or under way.
    public func removePast(_ label: String) throws(RebuildRefusal) -> PastGeneration {
        try beginPreparing()
        defer { endPreparing() }
        guard let past = pipelines.withLock({ $0.pasts.first { $0.description.label == label } }) else {
            throw RebuildRefusal(
                .unknownLabel, "no generation of \(projection.name) has the label \(label)",
                hint: "projectord status lists them")
        }
        past.remove()
        past.pipeline?.requestStop()
        _ = past.pipeline?.waitUntilStopped(deadline: .distantFuture)
        do throws(ReadModelError) {
            try changeLabels { list in list.removeAll { $0.label == label } }
        } catch {
            throw RebuildRefusal(error)
        }
        pipelines.withLock { $0.pasts.removeAll { $0 === past } }
        past.generation.readers.retire()
        do throws(FileError) { try folder.removeGeneration(projection.name, past.description.number) } catch {
            log(.warning, "files of a removed generation stay until the next start", ("reason", error.description))
        }
        log(.info, "removed", ("label", label), ("generation", String(past.description.number)))
        return past.description
    }

    /// The labelled generation that answers, and its positions; nil if there is none that does.
    public func sealed(_ label: String) -> (past: PastGeneration, generation: Generation, board: ProgressBoard)? {
        guard let past = pipelines.withLock({ $0.pasts.first { $0.description.label == label } }) else { return nil }
        return past.board.map { (past.description, past.generation, $0) }
    }

    /// All labelled generations, oldest first.
    public var pastStatuses: [PastStatus] {
        pipelines.withLock { $0.pasts }.map { past in
            let board = past.board ?? past.pipeline?.board
            let partitions = board?.partitions ?? []
            let path = past.generation.file.path
            return PastStatus(
                past: past.description, state: past.state, phase: past.pipeline?.phaseOfBuild,
                figures: past.figures(partitions),
                delivered: partitions.reduce(0) { $0 + $1.position.accounting.delivered },
                bytes: DurableFile.size(path) + DurableFile.size(path + "-wal"))
        }
    }

    /// Opens what was labelled before the daemon started, and goes on building what was not complete.
    func openPasts(_ decisions: DecisionLog) throws(ReadModelError) {
        for past in try PastGenerations(path: folder.labelsPath(projection.name)).all {
            let file = folder.generation(projection.name, past.number)
            do throws(ReadModelError) {
                if past.isSealed {
                    let opened = Past(past, try stored(in: file), nil)
                    try opened.open()
                    pipelines.withLock { $0.pasts.append(opened) }
                } else {
                    begin(past, try readable(file), decisions)
                }
            } catch {
                let unusable = Past(past, Generation(file: file, projection: projection), nil)
                unusable.fail(StopCause(error, of: projection.name))
                pipelines.withLock { $0.pasts.append(unusable) }
            }
        }
    }

    /// A generation whose load a kill may have spoilt: then it begins again, by the definition of now.
    private func readable(_ file: GenerationFile) throws(ReadModelError) -> Generation {
        do throws(ReadModelError) { return try stored(in: file) } catch {
            try file.createForLoad(of: projection)
            return Generation(file: file, projection: projection)
        }
    }

    private func checkFree(_ label: String) throws(RebuildRefusal) {
        let taken = pipelines.withLock { $0.pasts.map(\.description.label) }
        if taken.contains(label) {
            throw RebuildRefusal(
                .labelTaken, "\(projection.name)@\(label) is there already",
                hint: "give another --label, or first: projectord remove \(projection.name)@\(label)")
        }
        if taken.count >= PastGenerations.countMax {
            throw RebuildRefusal(
                .tooManyLabels, "\(projection.name) has \(taken.count) labelled generations, the most there may be",
                hint: "projectord remove \(projection.name)@\(taken[0]) makes room")
        }
    }

    private func cuts(
        at time: PastTime, _ firsts: [PartitionPosition]
    ) throws(RebuildRefusal) -> [LogPlace] {
        let client: Consumer
        do throws(KafkaError) {
            client = try Consumer(settings: options.kafka, isolation: .committed) { _ in }
        } catch {
            throw RebuildRefusal(pastUnknown: error)
        }
        defer { client.close(deadlineMs: PipelineClients.closeDeadlineMs) }
        return try PastVector(client: client, projection: projection, time: time, firsts: firsts).cuts()
    }

    /// Makes its file and its line in the list.
    private func makePast(
        _ label: String, _ time: PastTime, _ cuts: [LogPlace]
    ) throws(ReadModelError) -> (PastGeneration, Generation) {
        var number = 0
        try GenerationPlan.change(projection.name, folder) { pointer in
            number = pointer.next
            // The number is durable before its file is made, so that it is never used twice (R29).
            pointer.next += 1
        }
        let file = folder.generation(projection.name, number)
        let past = PastGeneration(label: label, number: number, time: time.text, isSealed: false, cuts: cuts)
        try file.createForLoad(of: projection)
        do throws(ReadModelError) {
            try changeLabels { $0.append(past) }
        } catch {
            try? folder.removeGeneration(projection.name, number)
            throw error
        }
        return (past, Generation(file: file, projection: projection))
    }

    private func changeLabels(_ body: (inout [PastGeneration]) -> Void) throws(ReadModelError) {
        folder.turn.wait()
        defer { folder.turn.signal() }
        let path = folder.labelsPath(projection.name)
        var list = try PastGenerations(path: path)
        body(&list.all)
        do throws(FileError) { try list.write(to: path) } catch { throw ReadModelError(error) }
    }

    private func begin(_ past: PastGeneration, _ generation: Generation, _ decisions: DecisionLog) {
        let live = pipelines.withLock { $0.live?.generation.file }
        var options = options
        options.givesWay = live != nil
        let pipeline = Pipeline(
            generation, decisions: decisions, holdFreelyBelow: (try? live?.positions()) ?? [], options: options)
        let building = Past(past, generation, pipeline)
        pipelines.withLock { $0.pasts.append(building) }
        pipeline.hold(below: building.description.cuts, droppingRest: true)
        pipeline.start()
        if isStopRequested { pipeline.requestStop() }
        onThread { [self] in
            while !isStopRequested, !pipeline.isStopRequested {
                if pipeline.isHolding, pipeline.board.views.areBuilt { return seal(building, pipeline) }
                pipeline.pauseSupervision()
            }
        }
    }

    /// Ends the writing for good, and lets readers have it.
    private func seal(_ past: Past, _ pipeline: Pipeline) {
        pipeline.requestStop()
        _ = pipeline.waitUntilStopped(deadline: .distantFuture)
        if past.isRemoved || isStopRequested { return }
        do throws(ReadModelError) {
            var sealed = past.description
            sealed.isSealed = true
            try past.generation.file.seal(sealed)
            try changeLabels { list in
                for index in list.indices where list[index].number == sealed.number { list[index] = sealed }
            }
            try past.open()
            log(.info, "sealed", ("label", sealed.label), ("generation", String(sealed.number)))
        } catch {
            if error.kind == .unsynced { options.onLost(StopCause(error, of: projection.name)) }
            let cause = StopCause(error, of: projection.name)
            past.fail(cause)
            log(.error, "a past generation is not sealed", ("reason", cause.message), ("hint", cause.hint))
        }
    }
}
