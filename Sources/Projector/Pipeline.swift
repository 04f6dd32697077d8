// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import Foundation
internal import KafkaClient
public import ReadModel
internal import SQLite
internal import Synchronization

/// Keeps one generation up to date: reads the log, folds it, commits, and shows how far it is.
///
/// Its thread writes; a reader thread and a watcher thread come and go with each session. A session ends when the
/// pipeline is stopped, or when something makes it start over from the committed position.
public final class Pipeline: Sendable {
    /// The generation.
    public let generation: Generation
    /// What others may see.
    public let board: ProgressBoard

    let options: PipelineOptions
    let decisions: DecisionLog
    /// The id of the cluster that the generation is built from, once it is known.
    let cluster = Mutex<String?>(nil)
    let hasWarnedOfConfig = Atomic<Bool>(false)
    /// What is known of the compaction of its topics, as the session found it.
    let ledgers = Mutex<[(source: Int, ledger: CompactionLedger)]>([])
    let holdFreelyBelow: [PartitionPosition]
    let projection: Projection
    /// The place from which nothing came in a session that was begun anew for that; nil while all goes well.
    let silence = Mutex<String?>(nil)
    /// What is asked about held records.
    let heldRequests = HeldRequests()
    /// Where the writer is to stand.
    let barrier = Barrier()
    /// How its bulk load is.
    private let load: Mutex<GenerationFile.LoadState>
    let wasLoadedAtStart: Bool
    private let stopped = Mutex<(place: LogPlace, hash: UInt64)?>(nil)
    private let goOnRequested = Atomic<Bool>(false)
    private let stopRequested = Atomic<Bool>(false)
    private let handOver = Mutex<HandOver?>(nil)
    private let finished = DispatchSemaphore(value: 0)
    private let wakeUp = DispatchSemaphore(value: 0)
    private let supervision = DispatchSemaphore(value: 0)

    /// How a session ended.
    enum SessionEnd {
        case stopped
        case again(careful: Bool)
        /// The generation is loaded, and goes on as any other.
        case loaded
    }

    /// Opens a generation; `start` sets it going.
    ///
    /// Records before `holdFreelyBelow`, the live generation's positions, do not count for `stop_above` (R17).
    init(
        _ generation: Generation, decisions: DecisionLog, holdFreelyBelow: [PartitionPosition] = [],
        options: PipelineOptions
    ) {
        self.holdFreelyBelow = holdFreelyBelow
        self.generation = generation
        projection = generation.projection
        board = ProgressBoard(views: generation.projection.views.map(\.name))
        self.options = options
        self.decisions = decisions
        // One that cannot be read is not to be made anew, but to be looked at.
        let state = (try? generation.file.loadState()) ?? .done
        load = Mutex(state)
        wasLoadedAtStart = state == .done
        // Queries may be asked before the first session has looked; a file that cannot be read answers none.
        let notes = try? ViewNotes(projection) { name throws(ReadModelError) in try generation.file.note(name) }
        board.views.set(failures: notes?.shown(projection) ?? [:])
    }

    func start() {
        let thread = Thread { [self] in
            run()
            board.end()
            finished.signal()
        }
        thread.name = projection.name
        thread.start()
    }

    /// Asks the pipeline to commit and end; `waitUntilStopped` waits for it.
    func requestStop() {
        stopRequested.store(true, ordering: .relaxed)
        handOver.withLock { $0 }?.poke()
        wakeUp.signal()
        supervision.signal()
    }

    /// Waits until the pipeline has committed and closed its files; false if that took too long.
    func waitUntilStopped(deadline: DispatchTime) -> Bool {
        guard finished.wait(timeout: deadline) == .success else { return false }
        finished.signal()
        return true
    }

    /// Lets the writer commit what it has, since somebody waits.
    func flush() {
        handOver.withLock { $0 }?.poke()
    }

    /// Lets the writer look at what was decided; if it stands still, it tries again from where it is.
    func goOn() {
        goOnRequested.store(true, ordering: .relaxed)
        flush()
        wakeUp.signal()
    }

    /// The record that stopped the pipeline, by which it can be skipped; nil if none did.
    var stoppedRecord: (place: LogPlace, hash: UInt64)? { stopped.withLock { $0 } }

    /// Notes the record that stops the pipeline.
    func note(_ record: ModelWriter.StoppedRecord, of position: PartitionPosition) {
        let place = LogPlace(topic: position.topic, partition: position.partition, offset: record.offset)
        stopped.withLock { $0 = record.hash.map { (place, $0) } }
    }

    var isStopRequested: Bool { stopRequested.load(ordering: .relaxed) }

    var silentPlace: String? {
        get { silence.withLock { $0 } }
        set { silence.withLock { $0 = newValue } }
    }

    private func run() {
        var careful = false
        let store = StoreGuard(self)
        defer { store.close() }
        while !isStopRequested {
            do {
                try beginLoad()
                if isLoaded { try store.open() }
                switch try isLoaded ? session(careful: careful, store) : loadSession(careful: careful, store) {
                case .stopped: return
                case .again(let next): careful = next
                case .loaded: break
                }
            } catch let renewal as SessionRenewal {
                if renewal.isStall { board.stalls.add(1, ordering: .relaxed) }
                log(.warning, "reading begins anew where it stands", ("reason", renewal.reason))
            } catch {
                if case .stop(let cause) = store.judge(error) {
                    store.close()
                    stop(cause)
                }
            }
        }
    }

    /// Whether its rows are loaded, so that from then on each commit is durable.
    var isLoaded: Bool { load.withLock { $0 == .done } }

    /// Makes the file anew if it is to be loaded and is of no use as it is (R29).
    private func beginLoad() throws {
        if !isLoaded { board.phase = .loading }
        guard load.withLock({ $0 == .open }) else { return }
        try generation.file.createForLoad(of: projection)
        let state = try generation.file.loadState()
        load.withLock { $0 = state == .done ? .done : .paused }
    }

    /// Drops what was loaded, for the load to begin again; the bytes that it had.
    func dropLoad() -> Int {
        load.withLock { $0 = .open }
        let bytes = DurableFile.size(generation.file.path)
        try? generation.file.remove()
        return bytes
    }

    /// A session that loads; it gives way to the generation that answers, if there is one.
    private func loadSession(careful: Bool, _ store: StoreGuard) throws -> SessionEnd {
        guard options.givesWay else { return try session(careful: careful, store) }
        let end = Mutex<Result<SessionEnd, any Error>>(.success(.stopped))
        GivingWay.run(projection.name) { [self] in
            let result = Result { try session(careful: careful, nil) }
            end.withLock { $0 = result }
        }
        return try end.withLock { try $0.get() }
    }

    /// Stands still: until the pipeline is stopped, or until it is time to look whether the fault is gone.
    private func stop(_ cause: StopCause) {
        goOnRequested.store(false, ordering: .relaxed)
        switch cause.mending {
        case .hindered:
            show(.hindered(cause))
            pause()
        case .lookedAtAgain:
            show(.stopped(cause))
            _ = wakeUp.wait(timeout: .now() + .milliseconds(PipelineOptions.lookAgainIntervalMs))
        case .byOperator:
            show(.stopped(cause))
            while !isStopRequested, !goOnRequested.load(ordering: .relaxed) { wakeUp.wait() }
        }
        stopped.withLock { $0 = nil }
    }

    /// Waits a little before something is tried again; a stop cuts it short.
    func pause() {
        _ = wakeUp.wait(timeout: .now() + .milliseconds(PipelineOptions.retryIntervalMs))
    }

    /// Waits one interval of a build's supervision; a stop cuts it short.
    func pauseSupervision() {
        _ = supervision.wait(timeout: .now() + .milliseconds(ProjectionRunner.supervisionMs))
    }

    func log(_ level: LogLine.Level, _ message: String, _ fields: (String, String)...) {
        log(level, message, fields)
    }

    func log(_ level: LogLine.Level, _ message: String, _ fields: [(name: String, value: String)]) {
        let own = [("projection", projection.name), ("generation", String(generation.file.number))]
        options.log(LogLine(level, message, own + fields))
    }

    /// One run from opening the file to closing it.
    ///
    /// Without `store` it ends when the generation is loaded.
    private func session(careful: Bool, _ store: StoreGuard?) throws -> SessionEnd {
        try generation.file.adopt(projection)
        let cuts = cuts.all
        var writer = try makeWriter(careful, cuts)
        defer { if writer.hasSpoiledLoad { load.withLock { $0 = .open } } }
        let clients = try PipelineClients(self)
        defer { clients.close() }
        guard try clients.prepare(writer) else {
            if !isLoaded { try writer.pauseLoad() }
            return .stopped
        }
        // Rows may not move by a cut that the writer does not know: a new one does.
        if self.cuts.all != cuts { return .again(careful: careful) }
        board.begin(writer.positions)
        let report = ReaderReport(writer.positions, projection: projection.name)
        board.heldKeys.store(writer.heldKeyCount, ordering: .relaxed)
        let handOver = HandOver()
        self.handOver.withLock { $0 = handOver }
        defer { self.handOver.withLock { $0 = nil } }
        let failures = Mutex<(any Error)?>(nil)
        let reader = PipelineReader(
            consumer: clients.consumer, plans: writer.plans, positions: writer.positions, cuts: cuts,
            report: report, handOver: handOver,
            logStart: { [board] in board.logStart(of: $0) ?? (try? clients.watermarks(of: $0).low) },
            faults: { clients.events.faults.load(ordering: .relaxed) },
            onError: { [self] error, place in
                if let cause = clients.judge(error, at: place) {
                    failures.withLock { $0 = $0 ?? cause }
                    handOver.poke()
                } else if clients.events.take(error) {
                    log(.warning, "kafka", ("reason", error.description), ("place", place?.description ?? ""))
                }
            })
        defer { reader.stop() }
        let watcher = LogWatcher(
            self, clients: clients, reader: reader, report: report,
            onWrong: { error in
                failures.withLock { $0 = $0 ?? error }
                handOver.poke()
            })
        defer { watcher.stop() }
        if silentPlace == nil { show(.running) }
        while true {
            let views = isLoaded ? try ViewKeeping(self, writer) : nil
            let writing = PipelineWriter(self, writer: writer, views: views, handOver: handOver)
            if isLoaded { board.phase = .following }
            let end = try writing.run { failures.withLock { $0 } }
            guard case .loaded = end else { return end }
            load.withLock { $0 = .done }
            // Clients that give way go, with the threads that they began.
            guard let store else { return .again(careful: careful) }
            let loaded = writer.positions
            writer = try makeWriter(careful, cuts)
            guard writer.positions == loaded else { return .again(careful: careful) }
            try store.open()
        }
    }

    private func makeWriter(_ careful: Bool, _ cuts: [String: [[Int32: Int64]]]) throws -> ModelWriter {
        try ModelWriter(
            file: generation.file, projection: projection, isCareful: careful,
            memoryBytes: isLoaded ? ModelWriter.cacheBytesMax : options.loadRowBytes,
            cuts: projection.sources.map { cuts[$0.topic] ?? [] }, decisions: decisions,
            holdFreelyBelow: holdFreelyBelow, onPoint: options.onPoint)
    }
}
