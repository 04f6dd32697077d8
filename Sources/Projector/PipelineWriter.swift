// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import ReadModel
internal import Synchronization
internal import Views

/// The writing half of a session: folds deliveries into transactions and decides when they end.
///
/// A transaction ends when nothing more is there (so a quiet log has the least latency), when somebody waits, or when
/// it is large enough.
final class PipelineWriter {
    private let pipeline: Pipeline
    private let writer: ModelWriter
    private let views: ViewKeeping?
    private var load: BulkLoad?
    private let intake: Intake
    private var ends: [(partition: Int, offset: Int64)] = []
    private var records = 0
    private var began = ContinuousClock.now
    private var compaction: CompactionWatch
    private let tending: HeldTending

    /// How long the writer waits for a delivery before it looks around, in milliseconds.
    static let idleMs = 200
    /// From how many records behind the log's end a transaction waits for more, up to its bounds.
    static let farBehindRecords: Int64 = 20_000
    /// How long it then waits for the next delivery, in milliseconds.
    static let bulkWaitMs = 50

    /// `views` are kept, or, without them, the generation is loaded.
    init(_ pipeline: Pipeline, writer: ModelWriter, views: ViewKeeping?, handOver: HandOver) {
        self.pipeline = pipeline
        self.writer = writer
        self.views = views
        load = views == nil ? BulkLoad(writer.positions) : nil
        intake = Intake(handOver)
        compaction = CompactionWatch(pipeline.ledgers.withLock { $0 })
        tending = HeldTending(pipeline, writer: writer)
    }

    /// Runs until the pipeline is stopped, or `failure` tells why it cannot go on.
    func run(_ failure: () -> (any Error)?) throws -> Pipeline.SessionEnd {
        defer { tending.close() }
        do {
            // A load has just caught up: nothing needs to be waited for.
            try views?.build()
            while true {
                if let failure = failure() {
                    try commit()
                    throw failure
                }
                if pipeline.isStopRequested {
                    try commit()
                    try close()
                    return .stopped
                }
                pipeline.board.noteSilence()
                try compaction.look(pipeline.board, writer)
                try tending.tend { try commit() }
                intake.heed(pipeline.barrier.limits, writer.positions)
                if let limits = intake.limits, intake.isReached(by: writer.positions) {
                    try commit()
                    if load != nil, limits.dropsRest { return try finishLoad() }
                    if limits.dropsRest { try views?.build(isAtEnd: true) }
                    pipeline.barrier.reached(limits)
                    intake.rest(timeoutMs: PipelineWriter.idleMs)
                    continue
                }
                if records > 0, !intake.hasNext, isFarBehind, !pipeline.board.hasWaiters, try writer.writeAhead() {
                    continue
                }
                let delivery = intake.next(timeoutMs: patienceMs)
                if let delivery { try take(delivery) }
                if load != nil {
                    if try loadOn() { return try finishLoad() }
                    continue
                }
                if delivery != nil, !isLargeEnough, !pipeline.board.hasWaiters { continue }
                try commit()
                try views?.build()
            }
        } catch let failure as ViewFailure {
            throw try views?.failed(failure) ?? failure
        } catch is ModelWriter.NeedsCare {
            pipeline.log(.info, "reading rows before they are written", ("reason", "a key came from two partitions"))
            return .again(careful: true)
        } catch {
            // What was loaded is not lost for a fault outside of the file.
            if load != nil, !writer.isSpoiled { try commit() }
            throw error
        }
    }

    /// Writes what a load has if memory is full, and shows how far it is; whether it is over.
    private func loadOn() throws -> Bool {
        let isShown = load?.isToShow() ?? false
        if isLargeEnough {
            try commit()
        } else if isShown {
            pipeline.board.committed(writer.positions, ends: ends)
            ends.removeAll(keepingCapacity: true)
        }
        return isShown && load?.isOver(pipeline.board) ?? false
    }

    private func finishLoad() throws -> Pipeline.SessionEnd {
        try commit()
        pipeline.board.phase = .indexing
        let notes = load?.notes(writer.positions) ?? []
        try writer.finishLoad(notes)
        pipeline.log(.info, "loaded", notes)
        return .loaded
    }

    /// Leaves the file as it is best found by whoever opens it next.
    private func close() throws {
        if load != nil { return try writer.pauseLoad() }
        pipeline.generation.readers.releaseSnapshots()
        _ = try writer.checkpoint(truncating: true)
    }

    /// How long to wait for the next delivery, in milliseconds.
    private var patienceMs: Int {
        if tending.isBusy { return 0 }
        if load != nil { return BulkLoad.waitMs }
        if records == 0 { return PipelineWriter.idleMs }
        if pipeline.board.hasWaiters { return 0 }
        // Far behind, the reader will have more in a moment: a transaction with more records of a key writes it once.
        // A large one takes in the log's last records too, whose rows would touch most of its pages again.
        let isLarge = records > PipelineWriter.farBehindRecords
        return recordsAhead > (isLarge ? 0 : PipelineWriter.farBehindRecords) ? PipelineWriter.bulkWaitMs : 0
    }

    private var isFarBehind: Bool { recordsAhead > PipelineWriter.farBehindRecords }

    /// How many records the log has, or markers, that are not applied yet.
    private var recordsAhead: Int64 {
        zip(pipeline.board.logEnds, writer.positions).reduce(0) { $0 + max(0, $1.0 - $1.1.next) }
    }

    private var isLargeEnough: Bool {
        if load != nil { return writer.isFull || writer.keepsIDs && records >= PipelineOptions.transactionRecordsMax }
        let longest = isFarBehind ? PipelineOptions.farBehindTransactionMsMax : PipelineOptions.transactionMsMax
        return records >= PipelineOptions.transactionRecordsMax || writer.isFull
            || ContinuousClock.now - began > .milliseconds(longest)
    }

    private func take(_ delivery: Delivery) throws {
        if records == 0 { began = ContinuousClock.now }
        defer { intake.end(delivery) }
        if delivery.isAfterAssign {
            pipeline.board.assigned()
            ends.removeAll(keepingCapacity: true)
        }
        do {
            for run in intake.runs(of: delivery, writer.positions) {
                records += run.count
                try writer.apply(delivery.batch, run, raw: delivery)
            }
        } catch let stopped as ModelWriter.StoppedRecord {
            let position = writer.positions[stopped.partition]
            try commit()
            pipeline.note(stopped, of: position)
            throw StopCause(stopped, at: position.place(of: stopped.offset))
        }
        for limit in intake.passed(by: delivery) {
            writer.reachedEnd(partition: limit.partition, offset: limit.offset)
        }
        for end in delivery.ends.map(intake.capped) {
            writer.reachedEnd(partition: end.partition, offset: end.offset)
            ends.append(end)
        }
        for entry in delivery.witnesses { writer.witness(partition: entry.partition, entry.witness) }
    }

    private func commit() throws {
        let isChanged = writer.hasChanges
        if isChanged {
            try writer.commit()
            pipeline.generation.noteCommit()
            views?.committed()
            pipeline.board.heldKeys.store(writer.heldKeyCount, ordering: .relaxed)
        }
        if isChanged || !ends.isEmpty { pipeline.board.committed(writer.positions, ends: ends) }
        ends.removeAll(keepingCapacity: true)
        records = 0
        if isChanged, load == nil { try checkpointIfLarge() }
    }

    /// Writes the log file back when it has grown; readers that hold a snapshot let go first (R32).
    private func checkpointIfLarge() throws {
        let bytes = writer.logBytes
        guard bytes >= PipelineOptions.checkpointBytes else { return }
        pipeline.generation.readers.releaseSnapshots()
        if !(try writer.checkpoint(truncating: bytes >= PipelineOptions.truncateBytes)) {
            pipeline.log(.debug, "a reader kept the log from being emptied", ("bytes", String(bytes)))
        }
    }
}
