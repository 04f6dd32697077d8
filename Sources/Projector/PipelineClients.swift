// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import KafkaClient
internal import ReadModel
internal import Synchronization

/// The two Kafka clients of a session: one reads the log, one asks about it.
final class PipelineClients: Sendable {
    /// How long closing the clients may take, in milliseconds; librdkafka 2.0.2 can hang here for ever.
    static let closeDeadlineMs = 3_000

    let consumer: Consumer
    let probe: Consumer
    let pipeline: Pipeline
    let events: KafkaEventFilter
    private let probing = Mutex<Bool>(false)

    init(_ pipeline: Pipeline) throws {
        self.pipeline = pipeline
        let events = KafkaEventFilter { pipeline.log(.warning, "kafka", ("reason", $0)) }
        self.events = events
        do {
            let log: @Sendable (KafkaEvent) -> Void = { events.take($0) }
            consumer = try Consumer(settings: pipeline.options.kafka, isolation: .committed, log: log)
            probe = try Consumer(settings: pipeline.options.kafka, isolation: .committed, isProbe: true, log: log)
        } catch {
            throw StopCause(
                .kafkaFailed, at: "", error.description, hint: error.hint ?? "check the settings under kafka:")
        }
    }

    /// Whether a broker failed since the last call, so that the log must be looked at anew (R1, R2).
    func takeTrouble() -> Bool { events.takeTrouble() }

    func close() {
        let abandoned = Consumer.close([consumer, probe], deadlineMs: PipelineClients.closeDeadlineMs)
        if abandoned == 0 { return }
        pipeline.log(
            .warning, "kafka clients were given up: they hung while they closed", ("now", String(abandoned)),
            ("in all", String(Consumer.abandonedCount)))
    }

    /// Makes the writer's positions fit the log, waiting for brokers and topics; false if the pipeline is to stop.
    func prepare(_ writer: ModelWriter) throws -> Bool {
        while !pipeline.isStopRequested {
            guard let state = try prepareOnce(writer) else { return true }
            pipeline.show(state)
            pipeline.pause()
        }
        return false
    }

    /// Lets librdkafka tell its faults while nothing is assigned, so that no record can come.
    private func listen() {
        let messages = MessageBatch(capacity: 100)
        consumer.poll(into: messages, timeoutMs: 0)
    }

    /// Nil if all is well; else what the projection waits for.
    private func prepareOnce(_ writer: ModelWriter) throws -> RunState? {
        switch layout() {
        case .failure(let failure):
            listen()
            if case .hindered(let cause) = failure.state, cause.code == .topicMissing {
                // It may be there on the cluster that is meant.
                try checkCluster(writer, isContact: false)
            }
            return events.refusal.map { .hindered(Hindrance.notAuthenticated($0)) } ?? failure.state
        case .success(let layout):
            try checkCluster(writer)
            if let state = try fit(writer, layout) { return state }
        }
        if let state = try checkCompaction(writer) { return state }
        switch check(writer.positions) {
        case .wrong(let cause): throw cause
        case .unanswered(let error): return state(after: error, at: writer.positions.first)
        case .right(let unwitnessed):
            for index in unwitnessed {
                pipeline.log(.info, "unwitnessed", ("partition", writer.positions[index].place(of: 0)))
            }
            return nil
        }
    }

    /// Looks at the log's bounds and witnesses; one thread at a time.
    ///
    /// A log of another cluster is said to be that: with the right brokers the projection goes on by itself.
    func check(_ positions: [PartitionPosition], anchors: [Witness?] = []) -> LogCheck.Outcome {
        let outcome = probing.withLock { _ in
            LogCheck(probe: probe, projection: pipeline.projection.name).run(positions, anchors: anchors)
        }
        guard case .wrong = outcome else { return outcome }
        _ = layout()
        do throws(StopCause) { try checkCluster() } catch { return .wrong(error) }
        return outcome
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

    /// What is shown when a question to the brokers failed.
    func state(after error: KafkaError, at position: PartitionPosition?) -> RunState {
        if let cause = hindrance(after: error, at: position) { return .hindered(cause) }
        return .waiting(reason: "the brokers: \(error.description)")
    }

    /// The cause, with a name, for which a question failed; nil if none is known.
    func hindrance(after error: KafkaError, at position: PartitionPosition?) -> StopCause? {
        if let refusal = events.refusal { return Hindrance.notAuthenticated(refusal) }
        guard let position else { return nil }
        if let text = events.tooLarge { return Hindrance.tooLarge(at: position.place(of: position.next), text) }
        return error.kind == .authorization ? Hindrance.of(error, at: position.topic) : nil
    }
}
