// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
public import Foundation
internal import KafkaClient
public import ReadModel
internal import SQLite
internal import Synchronization

/// Runs one projection: its live generation, and the one that is being built, until the switch from one to the other.
public final class ProjectionRunner: Sendable {
    /// How often a build is asked whether it has caught up, in milliseconds.
    static let supervisionMs = 20

    /// The definition as it was loaded.
    public let projection: Projection

    private struct Pipelines {
        var live: Pipeline?
        var building: Pipeline?
        var failure: StopCause?
    }

    private let folder: DataFolder
    private let options: PipelineOptions
    private let decisionFile: Result<DecisionLog, ReadModelError>
    private let pipelines = Mutex(Pipelines())
    private let stopRequested = Atomic<Bool>(false)
    private let finished = DispatchSemaphore(value: 0)

    /// Prepares a projection; `start` opens its files.
    public init(_ projection: Projection, folder: DataFolder, options: PipelineOptions) {
        self.projection = projection
        self.folder = folder
        self.options = options
        do throws(ReadModelError) {
            decisionFile = .success(try DecisionLog(path: folder.decisionsPath(projection.name)))
        } catch {
            decisionFile = .failure(error)
        }
    }

    /// What was settled about the projection's log (R19); nil if its file cannot be read, which stops the projection.
    public var decisions: DecisionLog? { try? decisionFile.get() }

    /// Opens the files and sets the pipelines going; a file that cannot be used is shown as a state.
    public func start() {
        do {
            let decisions = try decisionFile.get()
            let plan = try GenerationPlan(projection, folder: folder, log: options.log)
            let live = plan.live.map { Pipeline($0, decisions: decisions, options: options) }
            let building = plan.building.map { Pipeline($0, decisions: decisions, options: options) }
            pipelines.withLock {
                $0.live = live
                $0.building = building
            }
            live?.start()
            building?.start()
            if let building { supervise(building) } else { finished.signal() }
        } catch {
            let cause: StopCause =
                switch error {
                case let error as ReadModelError: StopCause(error)
                case let error as FileError: StopCause(ReadModelError(error))
                default: StopCause(.storeFailed, at: "", "\(error)", hint: "please report this")
                }
            options.log(
                LogLine(
                    .error, "projection stopped",
                    [("projection", projection.name), ("reason", cause.message), ("hint", cause.hint)]))
            pipelines.withLock { $0.failure = cause }
            finished.signal()
        }
    }

    /// The generation that answers; nil before the first build is done.
    public var live: Generation? { pipelines.withLock { $0.live?.generation } }

    /// The generation that answers and its progress, which belong together; nil before the first build is done.
    public var serving: (generation: Generation, board: ProgressBoard)? {
        pipelines.withLock { pipelines in pipelines.live.map { ($0.generation, $0.board) } }
    }

    /// Whether the projection was asked to end.
    public var isStopRequested: Bool { stopRequested.load(ordering: .relaxed) }

    /// What keeps the live generation from going on, or the projection from having one; nil if nothing does.
    public var stopCause: StopCause? {
        pipelines.withLock { pipelines in
            if let failure = pipelines.failure { return failure }
            guard case .stopped(let cause) = (pipelines.live ?? pipelines.building)?.board.state else { return nil }
            return cause
        }
    }

    /// What hinders the live generation, or the first build, for now; nil if nothing with a name does.
    public var hindrance: StopCause? {
        guard case .hindered(let cause) = board?.state else { return nil }
        return cause
    }

    /// The progress of the live generation, or of the first build.
    public var board: ProgressBoard? { pipelines.withLock { ($0.live ?? $0.building)?.board } }

    /// What the projection shows of itself.
    public var status: ProjectionStatus {
        let (live, building) = pipelines.withLock { ($0.live, $0.building) }
        return ProjectionStatus(
            name: projection.name, live: live.map { status(of: $0) }, building: building.map { status(of: $0) })
    }

    /// Calls `answer` once when the places are done, or the wait ends otherwise; nil if too many wait.
    public func wait(
        for places: [LogPlace], timeout: Duration, answer: @escaping @Sendable (ProgressBoard.WaitResult) -> Void
    ) -> ProgressBoard.Wait? {
        // While a switch is under way the old generation has ended, and the new one is what moves.
        let pipeline: Pipeline? = pipelines.withLock { pipelines in
            if let live = pipelines.live, !live.isStopRequested || pipelines.building == nil { return live }
            return pipelines.building
        }
        guard let pipeline, let wait = pipeline.board.wait(for: places, timeout: timeout, answer: answer) else {
            return nil
        }
        pipeline.flush()
        return wait
    }

    /// The end of a partition with all records, also of open transactions, asked of the brokers now (R33).
    ///
    /// It blocks up to some seconds.
    public func highWatermark(topic: String, partition: Int32) throws -> Int64 {
        let client = try Consumer(settings: options.kafka, isolation: .uncommitted) { _ in }
        defer { client.close(deadlineMs: PipelineClients.closeDeadlineMs) }
        return try client.watermarks(topic: topic, partition: partition, timeoutMs: LogCheck.timeoutMs).high
    }

    /// The number of partitions that a topic has now; nil if it does not exist.
    ///
    /// It blocks up to some seconds.
    public func partitionCount(of topic: String) throws -> Int? {
        let client = try Consumer(settings: options.kafka, isolation: .uncommitted) { _ in }
        defer { client.close(deadlineMs: PipelineClients.closeDeadlineMs) }
        switch client.partitionCounts(topics: [topic], timeoutMs: LogCheck.timeoutMs).first {
        case .count(let count): return count
        case .failed(let error): throw error
        case .unknownTopic, nil: return nil
        }
    }

    /// Asks the projection to commit and end.
    public func requestStop() {
        stopRequested.store(true, ordering: .relaxed)
        let (live, building) = pipelines.withLock { ($0.live, $0.building) }
        live?.requestStop()
        building?.requestStop()
    }

    /// Waits until the projection has committed and closed its files; false if the deadline came first.
    public func waitUntilStopped(deadline: DispatchTime) -> Bool {
        guard finished.wait(timeout: deadline) == .success else { return false }
        let (live, building) = pipelines.withLock { ($0.live, $0.building) }
        for pipeline in [live, building] {
            if let pipeline, !pipeline.waitUntilStopped(deadline: deadline) { return false }
        }
        return true
    }

    private func status(of pipeline: Pipeline) -> ProjectionStatus.GenerationStatus {
        let path = pipeline.generation.file.path
        let logBytes = DurableFile.size(path + "-wal")
        return ProjectionStatus.GenerationStatus(
            number: pipeline.generation.file.number, state: pipeline.board.state,
            stalls: pipeline.board.stalls.load(ordering: .relaxed),
            partitions: pipeline.board.partitions, lag: pipeline.board.lag,
            bytes: DurableFile.size(path) + logBytes, logBytes: logBytes)
    }

    // MARK: - The build

    /// Watches a build on a thread of its own, and switches to it when it has caught up.
    private func supervise(_ building: Pipeline) {
        let thread = Thread { [self] in
            if waitUntilBuilt(building) {
                do { try switchTo(building) } catch {
                    options.log(LogLine(.error, "switch failed", [("reason", "\(error)")]))
                }
            }
            finished.signal()
        }
        thread.name = "build"
        thread.start()
    }

    /// Waits until the build has reached the ends that the log had when it began; false if the daemon stops before.
    private func waitUntilBuilt(_ building: Pipeline) -> Bool {
        var targets: [Int64]?
        while !stopRequested.load(ordering: .relaxed) {
            let partitions = building.board.partitions
            let ends = partitions.compactMap(\.logEnd)
            if targets == nil, !partitions.isEmpty, ends.count == partitions.count { targets = ends }
            if let targets, zip(partitions, targets).allSatisfy({ $0.done >= $1 }) { return true }
            building.pauseSupervision()
        }
        return false
    }

    /// Ends the live generation, lets the new one pass it, and makes the new one live (R26, R29).
    private func switchTo(_ building: Pipeline) throws {
        let old = pipelines.withLock { $0.live }
        if let old {
            old.requestStop()
            _ = old.waitUntilStopped(deadline: .distantFuture)
            let reached = ProjectionRunner.places(reachedBy: old, knownTo: building)
            while !stopRequested.load(ordering: .relaxed), !reached.allSatisfy({ building.board.isDone($0) }) {
                building.pauseSupervision()
            }
            if stopRequested.load(ordering: .relaxed) { return }
        }
        let path = folder.pointerPath(projection.name)
        var pointer = try GenerationPointer(path: path)
        let replaced = pointer.live
        pointer.live = building.generation.file.number
        pointer.building = nil
        try pointer.write(to: path)
        pipelines.withLock {
            $0.live = building
            $0.building = nil
        }
        options.log(
            LogLine(
                .info, "live",
                [("projection", projection.name), ("generation", String(building.generation.file.number))]))
        if let replaced { try remove(replaced) }
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

    private func remove(_ number: Int) throws {
        // Open reads finish on the old file: its inode stays until the last of them has closed it.
        try folder.removeGeneration(projection.name, number)
    }
}
