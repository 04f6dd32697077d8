// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import KafkaClient
internal import ReadModel
internal import SQLite
internal import Synchronization

/// Going back to the generation that the live one replaced (R31).
extension ProjectionRunner {
    /// Begins to go back: the previous generation goes on by its own definition and takes over once it has caught up.
    ///
    /// A `stale` one takes over at once, and catches up while it answers. It blocks up to some seconds, since the
    /// brokers are asked whether the log still has what is missing.
    public func rollback(stale: Bool) throws(RebuildRefusal) -> Rollback {
        try beginPreparing()
        defer { endPreparing() }
        let (live, build, waitingFor) = pipelines.withLock { ($0.live, $0.build, $0.waitingFor) }
        if waitingFor != nil || build?.isUnderWay == true {
            throw RebuildRefusal(
                .alreadyBuilding, "a build of \(projection.name) is under way",
                hint: "wait for it, or end it: projectord rebuild \(projection.name) --cancel")
        }
        let decisions: DecisionLog
        do throws(ReadModelError) { decisions = try decisionFile.get() } catch { throw RebuildRefusal(error) }
        let (previous, positions) = try previousGeneration()
        if !stale { try checkLog(positions) }
        if let build { end(build) }
        do throws(ReadModelError) { try GenerationPlan.drop(projection.name, folder) } catch {
            throw RebuildRefusal(error)
        }
        let reached = live?.board.partitions ?? []
        goBack(to: previous, decisions, from: live?.generation.file, isStale: stale)
        return Rollback(
            number: previous.file.number, replaced: live?.generation.file.number,
            breaks: stale ? Rollback.breaks(from: reached, to: positions) : [])
    }

    private func goBack(
        to previous: Generation, _ decisions: DecisionLog, from replaced: GenerationFile?, isStale: Bool
    ) {
        log(.info, "going back", ("generation", String(previous.file.number)), ("stale", String(isStale)))
        let passed = (try? replaced?.positions()) ?? []
        // An operator's word is enough: what is live is not compared.
        let build = GenerationBuild(
            Pipeline(previous, decisions: decisions, holdFreelyBelow: passed, options: options),
            replaced: replaced?.number, firsts: [], isAccepted: true, aim: isStale ? .goBackAtOnce : .goBack)
        pipelines.withLock { $0.build = build }
        supervise(build)
    }

    /// The generation that is kept, with the definition that it folds by, and how far it is.
    private func previousGeneration() throws(RebuildRefusal) -> (Generation, [PartitionPosition]) {
        let pointer: GenerationPointer
        do throws(ReadModelError) { pointer = try GenerationPointer(path: folder.pointerPath(projection.name)) } catch {
            throw RebuildRefusal(error)
        }
        guard let number = pointer.previous else { throw RebuildRefusal(noPrevious: projection.name) }
        do throws(ReadModelError) {
            let file = folder.generation(projection.name, number)
            return (try stored(in: file), try file.positions())
        } catch {
            throw RebuildRefusal(.previousUnusable, error.message, hint: error.hint)
        }
    }

    /// A generation with the definition that it was made by.
    func stored(in file: GenerationFile) throws(ReadModelError) -> Generation {
        let stored = try file.storedDefinition(of: projection.name)
        let read = GenerationPlan.read(stored, or: projection)
        if RebuildPlan(stored, read: read, wanted: projection).way == .none {
            return Generation(file: file, projection: projection)
        }
        guard let definition = read else {
            throw ReadModelError(
                .notOurs, "this projectord cannot read the definition of generation \(file.number)",
                hint: "use the projectord that made it")
        }
        return Generation(file: file, projection: definition)
    }

    /// Refuses where the log no longer has what the previous generation has not read.
    private func checkLog(_ positions: [PartitionPosition]) throws(RebuildRefusal) {
        for position in positions {
            let start: Int64
            do throws(KafkaError) { start = try logStart(of: position) } catch {
                throw RebuildRefusal(
                    .logUnreachable, "the brokers do not tell where the log begins: \(error.description)",
                    hint: "try again when they answer; --stale does not ask them")
            }
            if start > position.done { throw RebuildRefusal(stands: position, logStart: start, projection.name) }
        }
    }

    private func logStart(of position: PartitionPosition) throws(KafkaError) -> Int64 {
        let client = try Consumer(settings: options.kafka, isolation: .committed) { _ in }
        defer { client.close(deadlineMs: PipelineClients.closeDeadlineMs) }
        return try client.watermarks(
            topic: position.topic, partition: position.partition, timeoutMs: LogCheck.timeoutMs
        ).low
    }

    // MARK: - The pin

    /// Notes that the definition that is gone back from is not to be built while that generation is live.
    func pin(_ generation: Int) throws(FileError) {
        try decisions?.setPin((definition: DefinitionMeaning(projection).rowsHash, generation: generation))
    }

    /// A pin ends when the projection file means something else.
    func endOutdatedPin(_ decisions: DecisionLog) throws(FileError) {
        guard let pin = decisions.pin, pin.definition != DefinitionMeaning(projection).rowsHash else { return }
        try decisions.setPin(nil)
        log(.info, "the pin of a rollback ends: the projection file has changed")
    }

    func warnOfPin() {
        log(
            .warning, "the projection file's definition is not built: an operator went back from it",
            ("hint", "projectord rebuild \(projection.name) builds it"))
    }

    /// Whether the projection file's definition is not built, since an operator went back from it.
    var isPinned: Bool {
        guard let pin = decisions?.pin, let live = pipelines.withLock({ $0.live?.generation }) else { return false }
        return pin.generation == live.file.number && live.projection.text != projection.text
    }
}

extension Rollback {
    /// The partitions that go back.
    static func breaks(from live: [PartitionProgress], to previous: [PartitionPosition]) -> [Break] {
        live.compactMap { partition in
            let position = partition.position
            let old = previous.first { $0.topic == position.topic && $0.partition == position.partition }
            guard let old, old.next < partition.done else { return nil }
            return Break(topic: old.topic, partition: old.partition, from: partition.done, to: old.next)
        }
    }
}

extension RebuildRefusal {
    init(noPrevious projection: String) {
        self.init(
            .noPrevious, "no earlier generation of \(projection) is kept",
            hint: "a switch keeps the generation that it replaces, until the next")
    }

    init(stands position: PartitionPosition, logStart: Int64, _ projection: String) {
        self.init(
            .logIncomplete,
            "the log of \(position.topic)/\(position.partition) begins at \(logStart), but the previous generation "
                + "stands at \(position.done): it cannot catch up",
            hint: "projectord rollback \(projection) --stale lets it answer as it is; it then stands still as gap")
    }
}
