// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import KafkaClient
internal import ReadModel
internal import Synchronization

/// The two Kafka clients of a session: one reads the log, one asks about it.
final class PipelineClients: Sendable {
    /// How long closing a client may take, in milliseconds; librdkafka 2.0.2 can hang here for ever.
    static let closeDeadlineMs = 3_000

    let consumer: Consumer
    private let probe: Consumer
    private let pipeline: Pipeline
    private let events: KafkaEventFilter
    private let probing = Mutex<Bool>(false)

    init(_ pipeline: Pipeline) throws {
        self.pipeline = pipeline
        let events = KafkaEventFilter { pipeline.log(.warning, "kafka", ("reason", $0)) }
        self.events = events
        do {
            let log: @Sendable (KafkaEvent) -> Void = { events.take($0) }
            consumer = try Consumer(settings: pipeline.options.kafka, isolation: .committed, log: log)
            probe = try Consumer(settings: pipeline.options.kafka, isolation: .committed, log: log)
        } catch {
            throw StopCause(
                .kafkaFailed, at: "", error.description, hint: error.hint ?? "check the settings under kafka:")
        }
    }

    func close() {
        consumer.close(deadlineMs: PipelineClients.closeDeadlineMs)
        probe.close(deadlineMs: PipelineClients.closeDeadlineMs)
    }

    /// Whether a broker failed since the last call, so that the log must be looked at anew (R1, R2).
    func takeTrouble() -> Bool { events.takeTrouble() }

    /// Makes the writer's positions fit the log, waiting for brokers and topics; false if the pipeline is to stop.
    func prepare(_ writer: ModelWriter) throws -> Bool {
        while !pipeline.isStopRequested {
            if let reason = try prepareOnce(writer) {
                if pipeline.board.state != .waiting(reason: reason) {
                    pipeline.log(.warning, "waiting", ("for", reason))
                }
                pipeline.board.set(.waiting(reason: reason))
                pipeline.pause()
            } else {
                return true
            }
        }
        return false
    }

    /// Nil if all is well; else what to wait for.
    private func prepareOnce(_ writer: ModelWriter) throws -> String? {
        switch partitionCounts() {
        case .wait(let reason): return reason
        case .counts(let counts):
            if writer.positions.isEmpty {
                if let reason = try begin(writer, counts) { return reason }
            } else if let cause = repartitioned(writer.positions, counts) {
                throw cause
            }
        }
        switch check(writer.positions) {
        case .wrong(let cause): throw cause
        case .unanswered(let error): return "the brokers: \(error.description)"
        case .right(let unwitnessed):
            for index in unwitnessed {
                pipeline.log(.info, "unwitnessed", ("partition", writer.positions[index].place(of: 0)))
            }
            return nil
        }
    }

    enum Counts {
        case counts([Int])
        case wait(String)
    }

    /// The number of partitions of each source's topic.
    func partitionCounts() -> Counts {
        let topics = pipeline.projection.sources.map(\.topic)
        var counts: [Int] = []
        for (topic, answer) in zip(topics, consumer.partitionCounts(topics: topics, timeoutMs: LogCheck.timeoutMs)) {
            switch answer {
            case .count(let count): counts.append(count)
            case .unknownTopic: return .wait("topic \(topic) does not exist")
            case .failed(let error): return .wait("topic \(topic): \(error.description)")
            }
        }
        return .counts(counts)
    }

    /// The cause to stop if topics have other partitions than the generation knows (R3, R4).
    func repartitioned(_ positions: [PartitionPosition], _ counts: [Int]) -> StopCause? {
        for (source, count) in counts.enumerated() {
            let known = positions.count { $0.source == source }
            guard known != count else { continue }
            return StopCause(
                .repartitioned, at: pipeline.projection.sources[source].topic,
                "the topic has \(count) partitions, the read model was built from \(known)",
                hint: LogCheck.rebuildHint(pipeline.projection.name))
        }
        return nil
    }

    /// Looks at the log's bounds and witnesses; one thread at a time.
    func check(_ positions: [PartitionPosition]) -> LogCheck.Outcome {
        probing.withLock { _ in LogCheck(probe: probe, projection: pipeline.projection.name).run(positions) }
    }

    /// Where a partition begins and ends for readers of committed records.
    ///
    /// It is asked on the second client's connection: on the first the answer would wait behind a fetch, up to 0.5 s.
    func watermarks(of position: PartitionPosition) throws(KafkaError) -> Watermarks {
        try probe.watermarks(
            topic: position.topic, partition: position.partition, timeoutMs: LogCheck.timeoutMs)
    }

    /// What a fault from the reader means: a cause to stop, or nil if librdkafka goes on by itself.
    func judge(_ error: KafkaError, at place: LogPlace?) -> StopCause? {
        guard error.kind == .offsetOutOfRange, let place else { return nil }
        let position = pipeline.board.partitions.map(\.position).first {
            $0.topic == place.topic && $0.partition == place.partition
        }
        guard let position, case .wrong(let cause) = check([position]) else { return nil }
        return cause
    }

    /// Gives a new generation its partitions, from the log's start; what to wait for if the brokers do not tell it.
    private func begin(_ writer: ModelWriter, _ counts: [Int]) throws -> String? {
        var positions: [PartitionPosition] = []
        for (source, count) in counts.enumerated() {
            let topic = pipeline.projection.sources[source].topic
            for partition in 0..<Int32(count) {
                do {
                    let log = try probe.watermarks(
                        topic: topic, partition: partition, timeoutMs: LogCheck.timeoutMs)
                    positions.append(
                        PartitionPosition(topic: topic, partition: partition, source: source, first: log.low))
                } catch {
                    return "the brokers: \(error.description)"
                }
            }
        }
        try writer.add(positions)
        return nil
    }
}
