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
                    if case .partitionEnd(let offset) = message.kind, offset >= ends[partition] { open.remove(partition) }
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
            messages.removeAll()
            batch.removeAll()
        }
        result.end()
        return result
    }

    /// Builds the whole model of a projection from the log's start, as the daemon does when it is far behind.
    static func pipeline(
        projection: Projection, settings: KafkaSettings, folder: String
    ) throws -> BenchResult {
        var result = BenchResult(step: "pipeline")
        let pause = DispatchSemaphore(value: 0)
        let runner = ProjectionRunner(
            projection, folder: try DataFolder(path: folder),
            options: PipelineOptions(kafka: settings, log: { _ in }))
        runner.start()
        while runner.live == nil {
            if let cause = runner.stopCause { throw BenchFailure(message: "\(cause.place): \(cause.message)") }
            // From the moment that the partitions are assigned: the first fetch counts.
            if case .running? = runner.status.building?.state { result.beginIfNeeded() }
            _ = pause.wait(timeout: .now() + .milliseconds(2))
        }
        result.records = Int(runner.status.live?.delivered ?? 0)
        result.end()
        runner.requestStop()
        _ = runner.waitUntilStopped(deadline: .now() + 10)
        return result
    }
}

/// Why a benchmark step could not run.
struct BenchFailure: Error {
    var message: String
}

/// What a step measured.
struct BenchResult {
    var step: String
    var records = 0
    private var began: ContinuousClock.Instant?
    private var cpuAtBegin = 0.0
    private(set) var seconds = 0.0
    private(set) var cpuSeconds = 0.0

    init(step: String) {
        self.step = step
    }

    /// Starts the clock at the first record: connecting is not what is measured.
    mutating func beginIfNeeded() {
        guard began == nil else { return }
        began = ContinuousClock.now
        cpuAtBegin = ProcessUse.now.cpuSeconds
    }

    mutating func end() {
        guard let began else { return }
        let duration = (ContinuousClock.now - began).components
        seconds = Double(duration.seconds) + Double(duration.attoseconds) / 1e18
        cpuSeconds = ProcessUse.now.cpuSeconds - cpuAtBegin
    }

    /// One JSON object, as scripts/bench reads it.
    var json: String {
        let rate = seconds > 0 ? Double(records) / seconds : 0
        return """
            {"step":"\(step)","records":\(records),"seconds":\(BenchResult.text(seconds)),\
            "records_per_second":\(Int(rate)),"cpu_seconds":\(BenchResult.text(cpuSeconds)),\
            "peak_rss_kb":\(ProcessUse.now.peakKiB)}
            """
    }

    static func text(_ value: Double) -> String { String(format: "%.4f", value) }
}

/// What this process has used so far, from the kernel's own accounts.
struct ProcessUse {
    var cpuSeconds: Double
    var peakKiB: Int

    static var now: ProcessUse {
        // /proc/self/stat: fields 14 and 15 are clock ticks of user and system time, 100 a second on Linux.
        let stat = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)) ?? ""
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = fields.count > 12 ? (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0) : 0
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let digits = peak?.filter(\.isNumber) ?? ""
        return ProcessUse(cpuSeconds: ticks / 100, peakKiB: Int(digits) ?? 0)
    }
}
