// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import KafkaClient
internal import ReadModel
internal import Synchronization

/// Asks the brokers again and again where the log ends, whether it has new partitions, and whether it is still the one
/// that was applied; runs on a thread of its own.
final class LogWatcher: Sendable {
    /// After how long without an answer the projection is shown as waiting, in milliseconds.
    static let patienceMs = 5_000
    /// How long `stop` waits for the thread, in milliseconds: librdkafka 2.0.2 heeds no timeout when it asks an absent
    /// broker for a partition's end, and was seen to take more than 30 s.
    static let stopDeadlineMs = 1_000

    private let pipeline: Pipeline
    private let clients: PipelineClients
    private let reader: PipelineReader
    private let onWrong: @Sendable (StopCause) -> Void
    private let stopRequested = Atomic<Bool>(false)
    private let wakeUp = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    init(
        _ pipeline: Pipeline, clients: PipelineClients, reader: PipelineReader,
        onWrong: @escaping @Sendable (StopCause) -> Void
    ) {
        self.pipeline = pipeline
        self.clients = clients
        self.reader = reader
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
        var nextWitness = ContinuousClock.now + .milliseconds(PipelineOptions.witnessIntervalMs)
        while !stopRequested.load(ordering: .relaxed) {
            let answered = observeEnds()
            if stopRequested.load(ordering: .relaxed) { return }
            if answered, case .waiting = pipeline.board.state { pipeline.board.set(.running) }
            let now = ContinuousClock.now
            if answered, clients.takeTrouble() {
                check(assignAnew: true)
            } else if now >= nextWitness {
                check(assignAnew: false)
                nextWitness = now + .milliseconds(PipelineOptions.witnessIntervalMs)
            }
            if answered, now >= nextMetadata {
                if case .counts(let counts) = clients.partitionCounts(),
                    let cause = clients.repartitioned(pipeline.board.partitions.map(\.position), counts)
                {
                    onWrong(cause)
                }
                nextMetadata = now + .milliseconds(PipelineOptions.metadataIntervalMs)
            }
            _ = wakeUp.wait(timeout: .now() + .milliseconds(PipelineOptions.watchIntervalMs))
        }
    }

    /// Whether all partitions' ends were told.
    private func observeEnds() -> Bool {
        for (index, partition) in pipeline.board.partitions.enumerated() {
            if stopRequested.load(ordering: .relaxed) { return false }
            do {
                let log = try clients.watermarks(of: partition.position)
                pipeline.board.observed(partition: index, start: log.low, end: log.high)
            } catch {
                return false
            }
        }
        return true
    }

    private func check(assignAnew: Bool) {
        switch clients.check(pipeline.board.partitions.map(\.position)) {
        case .wrong(let cause): onWrong(cause)
        case .right: if assignAnew { reader.assignAnew() }
        case .unanswered: break
        }
    }
}
