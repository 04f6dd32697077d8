// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import KafkaClient
internal import ReadModel
internal import Synchronization

/// Asks the brokers again and again where the log ends, whether it has new partitions or leaders, and whether it is
/// still the one that was applied; runs on a thread of its own.
///
/// It alone sets the state while a session runs, from what it and the reader found.
final class LogWatcher: Sendable {
    /// After how long without an answer the projection is shown as waiting, in milliseconds.
    static let patienceMs = 5_000
    /// How long `stop` waits for the thread, in milliseconds: a question to an absent broker takes longer, up to
    /// `LogCheck.timeoutMs`.
    static let stopDeadlineMs = 1_000
    /// How long a partition must stand still before an answer that was too large is taken to hold its records.
    static let tooLargeMs = 2_000
    /// How long a partition must stand still, though brokers answer, before that is shown, in milliseconds.
    ///
    /// librdkafka 2.0.2 needs up to 10 s to notice that a broker hangs.
    static let silentMs = 15_000

    private let pipeline: Pipeline
    private let clients: PipelineClients
    private let reader: PipelineReader
    private let report: ReaderReport
    private let onWrong: @Sendable (any Error) -> Void
    private let stopRequested = Atomic<Bool>(false)
    private let wakeUp = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    init(
        _ pipeline: Pipeline, clients: PipelineClients, reader: PipelineReader, report: ReaderReport,
        onWrong: @escaping @Sendable (any Error) -> Void
    ) {
        self.pipeline = pipeline
        self.clients = clients
        self.reader = reader
        self.report = report
        self.onWrong = onWrong
        let thread = Thread { [self] in
            run()
            finished.signal()
        }
        thread.name = "watcher"
        thread.start()
    }

    /// Ends the thread and waits for it a little; one that still asks a broker then ends after its answer.
    func stop() {
        stopRequested.store(true, ordering: .relaxed)
        wakeUp.signal()
        _ = finished.wait(timeout: .now() + .milliseconds(LogWatcher.stopDeadlineMs))
    }

    private func run() {
        var nextMetadata = ContinuousClock.now + .milliseconds(PipelineOptions.metadataIntervalMs)
        var nextWitness = ContinuousClock.now + .milliseconds(pipeline.options.witnessIntervalMs)
        var leaders: [[Int32]]?
        var stalls = StallClock(partitions: pipeline.board.partitions.count)
        while !stopRequested.load(ordering: .relaxed) {
            let answered = observeEnds()
            if stopRequested.load(ordering: .relaxed) { return }
            if answered { judge(&stalls) }
            let now = ContinuousClock.now
            if answered, clients.takeTrouble() {
                check(assignAnew: true)
            } else if now >= nextWitness {
                check(assignAnew: false)
                nextWitness = now + .milliseconds(pipeline.options.witnessIntervalMs)
            }
            if now >= nextMetadata {
                lookAtTopics(&leaders)
                nextMetadata = now + .milliseconds(PipelineOptions.metadataIntervalMs)
            }
            _ = wakeUp.wait(timeout: .now() + .milliseconds(PipelineOptions.watchIntervalMs))
        }
    }

    /// Whether all partitions' ends were told.
    private func observeEnds() -> Bool {
        for (index, partition) in pipeline.board.partitions.enumerated() {
            if stopRequested.load(ordering: .relaxed) { return false }
            let position = partition.position
            do throws(KafkaError) {
                let log = try clients.watermarks(of: position)
                pipeline.board.observed(
                    partition: index, start: log.low, end: log.high,
                    fetchedEnd: clients.consumer.fetchedEnd(topic: position.topic, partition: position.partition))
            } catch {
                pipeline.board.unanswered(partition: index)
                if let cause = clients.hindrance(after: error, at: position) { show(.hindered(cause)) }
                return false
            }
        }
        return true
    }

    /// Shows what keeps the projection from reading on, or that nothing does; the brokers have just answered.
    private func judge(_ stalls: inout StallClock) {
        let now = ContinuousClock.now
        let partitions = pipeline.board.partitions
        var cause = report.cause
        var silent: StopCause?
        for (index, partition) in partitions.enumerated() {
            let isBehind = report.isAssigned(index) && (partition.lagRecords ?? 0) > 0
            let stalled = stalls.look(index, partition, isBehind: isBehind, at: now)
            cause = cause ?? blockage(index, partition, stalled: stalled, now)
            if cause == nil, stalled > .milliseconds(PipelineOptions.stallMs) { return renew(partition, stalled) }
            if isBehind { silent = silent ?? silence(partition, stalled) }
        }
        if silent == nil { pipeline.silentPlace = nil }
        if let cause = cause ?? silent {
            show(.hindered(cause))
        } else if pipeline.board.state != .running {
            show(.running)
        }
    }

    private func blockage(
        _ index: Int, _ partition: PartitionProgress, stalled: Duration, _ now: ContinuousClock.Instant
    ) -> StopCause? {
        let position = partition.position
        if stalled > .milliseconds(LogWatcher.tooLargeMs), let text = clients.events.tooLarge {
            return Hindrance.tooLarge(at: position.place(of: position.next), text)
        }
        guard let logEnd = partition.logEnd else { return nil }
        if let since = partition.hiddenSince, now - since > .milliseconds(PipelineOptions.openTransactionMs),
            position.done >= logEnd
        {
            return Hindrance.openTransaction(at: position.place(of: logEnd), end: logEnd + partition.hiddenRecords)
        }
        if let cut = report.awaited(index), position.done >= logEnd, logEnd + partition.hiddenRecords < cut {
            return Hindrance.cutPastEnd(at: position.place(of: cut), end: logEnd, projection: pipeline.projection.name)
        }
        return nil
    }

    /// Nothing comes of a partition though the brokers answer; what a session found the next one knows.
    private func silence(_ partition: PartitionProgress, _ stalled: Duration) -> StopCause? {
        let place = partition.position.place(of: partition.position.next)
        guard stalled > .milliseconds(LogWatcher.silentMs) || pipeline.silentPlace == place else { return nil }
        return Hindrance.silent(at: place, projection: pipeline.projection.name)
    }

    private func renew(_ partition: PartitionProgress, _ stalled: Duration) {
        let place = partition.position.place(of: partition.position.next)
        pipeline.silentPlace = place
        onWrong(
            SessionRenewal(
                reason: "nothing came from \(place) for \(stalled.components.seconds) s although the brokers answer",
                isStall: true))
    }

    /// Asks whether topics are there, whether they have new partitions or leaders, and whose they are (R2, R4).
    private func lookAtTopics(_ leaders: inout [[Int32]]?) {
        switch clients.layout() {
        case .failure(let failure):
            // A session whose topic is gone is of no more use: librdkafka would go on with another of its name.
            if case .hindered(let cause) = failure.state {
                if cause.code == .topicMissing { onWrong(cause) } else { show(failure.state) }
            }
        case .success(let found):
            do {
                try clients.checkCluster()
                if try clients.hasGrown(pipeline.board.partitions.map(\.position), found) {
                    return onWrong(SessionRenewal(reason: "a topic has more partitions"))
                }
            } catch { return onWrong(error) }
            if let leaders, leaders != found { check(assignAnew: true) }
            leaders = found
            // A refused partition tells nothing more until it is assigned anew.
            if report.isRefused { reader.assignAnew() }
        }
    }

    private func check(assignAnew: Bool) {
        let anchors = report.anchors
        switch clients.check(pipeline.board.partitions.map(\.position), anchors: anchors) {
        case .wrong(let cause): onWrong(cause)
        case .right:
            report.release(anchors)
            if assignAnew { reader.assignAnew() }
        // What failed is still to be looked at.
        case .unanswered: if assignAnew { clients.events.noteTrouble() }
        }
    }

    private func show(_ state: RunState) {
        if !stopRequested.load(ordering: .relaxed) { pipeline.show(state) }
    }
}
