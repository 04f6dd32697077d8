// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import KafkaClient
internal import ReadModel

extension PipelineClients {
    /// Why the partitions are not known.
    struct Unknown: Error {
        /// What the projection shows meanwhile.
        var state: RunState
    }

    /// For each source, the leaders of its topic's partitions.
    func layout() -> Result<[[Int32]], Unknown> {
        var layout: [[Int32]] = []
        for topic in pipeline.projection.sources.map(\.topic) {
            do throws(KafkaError) {
                layout.append(try consumer.leaders(topic: topic, timeoutMs: LogCheck.timeoutMs))
            } catch {
                if let refusal = events.refusal {
                    return .failure(Unknown(state: .hindered(Hindrance.notAuthenticated(refusal))))
                }
                let cause = Hindrance.of(error, at: topic)
                let reason = "topic \(topic): \(error.description)"
                return .failure(Unknown(state: cause.map { .hindered($0) } ?? .waiting(reason: reason)))
            }
        }
        return .success(layout)
    }

    /// Whether topics have more partitions than are known; stops where they have fewer (R3).
    func hasGrown(_ positions: [PartitionPosition], _ layout: [[Int32]]) throws(StopCause) -> Bool {
        var hasGrown = false
        for (source, leaders) in layout.enumerated() {
            let known = positions.count { $0.source == source }
            if known < leaders.count { hasGrown = true }
            guard known > leaders.count else { continue }
            throw StopCause(
                .repartitioned, at: pipeline.projection.sources[source].topic,
                "the topic has \(leaders.count) partitions, the read model was built from \(known)",
                hint: LogCheck.rebuildHint(pipeline.projection.name))
        }
        return hasGrown
    }

    /// Gives the generation the partitions that it does not know; what to wait for if the brokers do not tell it.
    func fit(_ writer: ModelWriter, _ layout: [[Int32]]) throws -> RunState? {
        let known = writer.positions
        guard try hasGrown(known, layout) else { return nil }
        do {
            var added: [PartitionPosition] = []
            for (source, leaders) in layout.enumerated() {
                let topic = pipeline.projection.sources[source].topic
                let old = known.filter { $0.source == source }
                // A new generation may see added partitions before the one that it replaces does.
                let before = old.isEmpty ? pipeline.holdFreelyBelow.filter { $0.topic == topic } : old
                if !before.isEmpty, before.count < leaders.count { try decideCut(topic, before) }
                for partition in Int32(old.count)..<Int32(leaders.count) {
                    let log = try probe.watermarks(
                        topic: topic, partition: partition, timeoutMs: LogCheck.timeoutMs)
                    added.append(
                        try position(
                            PartitionPosition(topic: topic, partition: partition, source: source, first: log.low),
                            isNew: known.isEmpty))
                }
            }
            try writer.add(added)
            return nil
        } catch let error as KafkaError {
            return state(after: error, at: nil)
        }
    }

    /// The place where a partition's reading begins: in a new generation the log's start, else offset 0 (R3).
    private func position(_ position: PartitionPosition, isNew: Bool) throws(StopCause) -> PartitionPosition {
        if isNew || position.first == 0 { return position }
        throw StopCause(
            .gap, at: position.place(of: 0),
            "the partition was added, and its log begins at \(position.first) already: records are lost",
            hint: LogCheck.rebuildHint(pipeline.projection.name))
    }

    /// Decides where the old partitions end for readers of the new ones, once for all generations (R4).
    ///
    /// The end with all records counts: what follows it was written when keys may have moved.
    private func decideCut(_ topic: String, _ old: [PartitionPosition]) throws {
        let book = pipeline.cuts
        if book.cut(of: topic, partitions: Set(old.map(\.partition))) != nil { return }
        let client = try Consumer(settings: pipeline.options.kafka, isolation: .uncommitted) { _ in }
        defer { client.close(deadlineMs: PipelineClients.closeDeadlineMs) }
        var ends: [Int32: Int64] = [:]
        for position in old {
            let log = try client.watermarks(
                topic: topic, partition: position.partition, timeoutMs: LogCheck.timeoutMs)
            ends[position.partition] = log.high
        }
        try book.decide(topic, ends: ends)
        let text = ends.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        pipeline.log(.info, "partitions were added: a cut is taken", ("topic", topic), ("ends", text))
    }
}
