// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import Foundation
internal import KafkaClient
internal import Projector
internal import ReadModel

/// The steps of the benchmark, each a run of its own so that its memory and CPU time are its own.
enum BenchSteps {
    /// Reads a topic to its end; `plan` decodes every record too.
    static func read(
        topic: String, settings: KafkaSettings, plan: DecodePlan?
    ) throws -> BenchResult {
        let consumer = try Consumer(settings: settings, isolation: .committed) { _ in }
        defer { consumer.close(deadlineMs: 3_000) }
        guard case .count(let partitions)? = consumer.partitionCounts(topics: [topic], timeoutMs: 10_000).first else {
            throw BenchFailure(message: "topic \(topic) does not exist")
        }
        var ends: [Int64] = []
        for partition in 0..<Int32(partitions) {
            ends.append(try consumer.watermarks(topic: topic, partition: partition, timeoutMs: 10_000).high)
        }
        var open = Set(ends.indices.filter { ends[$0] > 0 })
        let decoder = plan.map { RecordDecoder(plan: $0) }
        let batch = EventBatch()
        let messages = MessageBatch()
        try consumer.assign(
            ends.indices.map { Assignment(topic: topic, partition: Int32($0), offset: Assignment.logStart) })
        var result = BenchResult(step: plan == nil ? "read" : "decode")
        while !open.isEmpty {
            guard consumer.poll(into: messages, timeoutMs: 1_000) > 0 else { continue }
            result.beginIfNeeded()
            messages.forEach { message in
                let partition = message.assignmentIndex
                guard message.isRecord else {
                    if case .partitionEnd(let offset) = message.kind, offset >= ends[partition] {
                        open.remove(partition)
                    }
                    return
                }
                result.records += 1
                if message.offset + 1 >= ends[partition] { open.remove(partition) }
                guard let decoder else { return }
                message.withBytes { key, value in
                    decoder.decode(
                        key: key, value: value, offset: message.offset, timestampMs: message.timestampMs,
                        partition: UInt16(partition), into: batch)
                }
            }
            if let record = batch.records.first(where: { $0.fate == .unreadable }) {
                throw BenchFailure(message: "\(topic)/\(record.partition)@\(record.offset) cannot be read")
            }
            messages.removeAll()
            batch.removeAll()
        }
        result.end()
        return result
    }

    /// Folds what the log has beyond a folder's model, as the daemon does when it is far behind; a new folder's model
    /// is built from the log's start until it is live.
    ///
    /// The clock starts when the partitions are assigned, for the first fetch counts.
    static func pipeline(projection: Projection, options: PipelineOptions, folder: String) throws -> BenchResult {
        var result = BenchResult(step: "pipeline")
        var before: Int64?
        let runner = try run(projection, options, folder) { status in
            guard case .running = status.state else { return false }
            before = before ?? status.delivered
            result.beginIfNeeded()
            return status.lagRecords == 0
        }
        result.records = Int((runner.status.live?.delivered ?? 0) - (before ?? 0))
        result.end()
        stop(runner)
        return result
    }

    /// Opens a model that was built before, until it reads the log.
    static func start(projection: Projection, options: PipelineOptions, folder: String) throws -> BenchResult {
        var result = BenchResult(step: "start")
        result.beginIfNeeded()
        let runner = try run(projection, options, folder) { status in
            if case .running = status.state { true } else { false }
        }
        result.end()
        stop(runner)
        return result
    }

    private static let pause = DispatchSemaphore(value: 0)

    /// Starts a projection and waits until it is live and `isDone`, which sees how far its generation is.
    private static func run(
        _ projection: Projection, _ options: PipelineOptions, _ folder: String,
        isDone: (ProjectionStatus.GenerationStatus) -> Bool
    ) throws -> ProjectionRunner {
        let runner = ProjectionRunner(
            projection, folder: try DataFolder(path: folder), options: options)
        runner.start()
        while true {
            if let cause = runner.stopCause { throw BenchFailure(message: "\(cause.place): \(cause.message)") }
            let status = runner.status
            let shown = status.live ?? status.building
            if let shown, isDone(shown), status.live != nil { return runner }
            _ = pause.wait(timeout: .now() + .milliseconds(2))
        }
    }

    private static func stop(_ runner: ProjectionRunner) {
        runner.requestStop()
        _ = runner.waitUntilStopped(deadline: .now() + 10)
    }
}
