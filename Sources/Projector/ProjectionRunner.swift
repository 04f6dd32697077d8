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
    /// How long a build that has caught up waits to learn whether the live generation still fits the log, in
    /// milliseconds: brokers that answer the one answer the other within some seconds.
    static let liveKnownMs = 60_000

    /// The definition as it was loaded.
    public let projection: Projection

    struct Pipelines {
        var live: Pipeline?
        /// The build under way, or stopped.
        var build: GenerationBuild?
        /// The build that went live last.
        var lastBuild: GenerationBuild?
        /// The generation that the live one replaced (R31).
        var previous: Int?
        /// The generations as of past times (R30).
        var pasts: [Past] = []
        /// Why there is nothing to answer from, or to go on with.
        var failure: StopCause?
        /// What a build waits for before it can begin.
        var waitingFor: String?
        /// Whether a build is being begun.
        var isPreparing = true

        /// The generation that answers; one whose file is damaged does not.
        var answering: Pipeline? {
            if case .stopped(let cause) = live?.board.state, cause.code == .storeDamaged { return nil }
            return live
        }
    }

    let folder: DataFolder
    let options: PipelineOptions
    let decisionFile: Result<DecisionLog, ReadModelError>
    let pipelines = Mutex(Pipelines())
    let stopRequested = Atomic<Bool>(false)
    /// What runs on threads of its own beside the pipelines.
    let threads = DispatchGroup()
    private let wakeUp = DispatchSemaphore(value: 0)

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
            try endOutdatedPin(decisions)
            let plan = try GenerationPlan(projection, folder: folder, pin: decisions.pin, log: options.log)
            if let fault = plan.fault { fail(fault) } else if !plan.isPinned { tell(plan) }
            let live = plan.live.map { Pipeline($0, decisions: decisions, options: options) }
            pipelines.withLock {
                $0.live = live
                $0.previous = plan.previous
            }
            live?.start()
            if plan.isPinned { warnOfPin() }
            try openPasts(decisions)
            if let building = plan.building {
                begin(building, decisions)
            } else if plan.needsBuild {
                if plan.plan.way == .copy, let live {
                    beginCopy(plan.plan, of: live, decisions)
                } else {
                    beginFirst(decisions)
                }
            }
        } catch {
            switch error {
            case let error as ReadModelError: fail(StopCause(error, of: projection.name))
            case let error as FileError: fail(StopCause(ReadModelError(error), of: projection.name))
            default: fail(StopCause(.storeFailed, at: "", "\(error)", hint: "please report this"))
            }
        }
        pipelines.withLock { $0.isPreparing = false }
    }

    func fail(_ cause: StopCause) {
        log(.error, "projection stopped", ("reason", cause.message), ("hint", cause.hint))
        pipelines.withLock { $0.failure = cause }
    }

    func log(_ level: LogLine.Level, _ message: String, _ fields: (String, String)...) {
        options.log(LogLine(level, message, [("projection", projection.name)] + fields))
    }

    /// The generation that answers; nil before the first build is done.
    public var live: Generation? { pipelines.withLock { $0.answering?.generation } }

    /// The generation that answers and its progress, which belong together; nil before the first build is done.
    public var serving: (generation: Generation, board: ProgressBoard)? {
        pipelines.withLock { pipelines in pipelines.answering.map { ($0.generation, $0.board) } }
    }

    /// Whether the projection was asked to end.
    public var isStopRequested: Bool { stopRequested.load(ordering: .relaxed) }

    /// What keeps the live generation from going on, or the projection from having one; nil if nothing does.
    public var stopCause: StopCause? {
        pipelines.withLock { pipelines in
            if let failure = pipelines.failure { return failure }
            let shown = pipelines.live ?? pipelines.build?.pipeline
            guard case .stopped(let cause) = shown?.board.state else { return nil }
            return cause
        }
    }

    /// What hinders the live generation, or the first build, for now; nil if nothing with a name does.
    public var hindrance: StopCause? {
        guard case .hindered(let cause) = board?.state else { return nil }
        return cause
    }

    /// The progress of the live generation, or of the first build.
    public var board: ProgressBoard? { pipelines.withLock { ($0.live ?? $0.build?.pipeline)?.board } }

    /// What the projection shows of itself.
    public var status: ProjectionStatus {
        let pipelines = pipelines.withLock { $0 }
        return ProjectionStatus(
            name: projection.name, live: pipelines.live.map { status(of: $0) },
            building: pipelines.build.map { status(of: $0.pipeline) },
            build: pipelines.build.map { ($0.phase, $0.figures) }, previous: pipelines.previous,
            isPinned: isPinned, pasts: pastStatuses, waitingFor: pipelines.waitingFor)
    }

    /// Calls `answer` once when the places are done, or the wait ends otherwise; nil if too many wait.
    public func wait(
        for places: [LogPlace], timeout: Duration, answer: @escaping @Sendable (ProgressBoard.WaitResult) -> Void
    ) -> ProgressBoard.Wait? {
        // While a switch is under way the old generation has ended, and the new one is what moves.
        let pipeline: Pipeline? = pipelines.withLock { pipelines in
            if let live = pipelines.live, !live.isStopRequested || pipelines.build == nil { return live }
            return pipelines.build?.pipeline
        }
        guard let pipeline, let wait = pipeline.board.wait(for: places, timeout: timeout, answer: answer) else {
            return nil
        }
        pipeline.flush()
        return wait
    }

    /// The end of a partition with all records, also of open transactions, asked of the brokers now (R33).
    ///
    /// It blocks up to the timeout, and a little longer.
    public func highWatermark(topic: String, partition: Int32, timeoutMs: Int) throws -> Int64 {
        let client = try Consumer(settings: options.kafka, isolation: .uncommitted) { _ in }
        defer { client.close(deadlineMs: PipelineClients.closeDeadlineMs) }
        return try client.watermarks(topic: topic, partition: partition, timeoutMs: timeoutMs).high
    }

    /// The number of partitions that a topic has now; nil if it does not exist.
    ///
    /// It blocks up to the timeout, and a little longer.
    public func partitionCount(of topic: String, timeoutMs: Int) throws -> Int? {
        let client = try Consumer(settings: options.kafka, isolation: .uncommitted) { _ in }
        defer { client.close(deadlineMs: PipelineClients.closeDeadlineMs) }
        switch client.partitionCounts(topics: [topic], timeoutMs: timeoutMs).first {
        case .count(let count): return count
        case .failed(let error): throw error
        case .unknownTopic, nil: return nil
        }
    }

    /// Asks the projection to commit and end.
    public func requestStop() {
        stopRequested.store(true, ordering: .relaxed)
        wakeUp.signal()
        for pipeline in all { pipeline.requestStop() }
        pipelines.withLock { $0.build }?.requestStop()
    }

    /// Waits until the projection has committed and closed its files; false if the deadline came first.
    public func waitUntilStopped(deadline: DispatchTime) -> Bool {
        guard threads.wait(timeout: deadline) == .success else { return false }
        return all.allSatisfy { $0.waitUntilStopped(deadline: deadline) }
    }

    /// Waits a little before something is tried again; a stop cuts it short.
    func pause() {
        if wakeUp.wait(timeout: .now() + .milliseconds(PipelineOptions.retryIntervalMs)) == .success { wakeUp.signal() }
    }

    private var all: [Pipeline] {
        pipelines.withLock { [$0.live, $0.build?.pipeline].compactMap(\.self) + $0.pasts.compactMap(\.pipeline) }
    }

    func status(of pipeline: Pipeline) -> ProjectionStatus.GenerationStatus {
        let path = pipeline.generation.file.path
        let logBytes = DurableFile.size(path + "-wal")
        return ProjectionStatus.GenerationStatus(
            number: pipeline.generation.file.number, state: pipeline.board.state,
            stalls: pipeline.board.stalls.load(ordering: .relaxed),
            partitions: pipeline.board.partitions, lag: pipeline.board.lag,
            heldKeys: pipeline.board.heldKeys.load(ordering: .relaxed), views: pipeline.board.views.statuses,
            bytes: DurableFile.size(path) + logBytes, logBytes: logBytes)
    }
}
