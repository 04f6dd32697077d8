// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import KafkaClient
internal import ReadModel
internal import Synchronization

extension PipelineClients {
    /// The name under which a generation notes the cluster that it is built from.
    static let clusterNote = "log.cluster"

    /// Stops if the brokers are of another cluster than at the generation's first contact (K2).
    ///
    /// `isContact` is false where the topics are not there, so that the cluster may be a wrong one.
    func checkCluster(_ writer: ModelWriter, isContact: Bool = true) throws {
        let known = try writer.note(PipelineClients.clusterNote)
        guard let found = consumer.clusterID(timeoutMs: LogCheck.timeoutMs) else { return }
        if let known { return try compare(found, known) }
        guard isContact else { return }
        try writer.setNote(PipelineClients.clusterNote, found)
        pipeline.cluster.withLock { $0 = found }
    }

    /// Stops if the brokers that answer now are of another cluster; by the watcher.
    func checkCluster() throws(StopCause) {
        guard let known = pipeline.cluster.withLock({ $0 }), let found = consumer.clusterID(timeoutMs: 0) else {
            return
        }
        try compare(found, known)
    }

    private func compare(_ found: String, _ known: String) throws(StopCause) {
        pipeline.cluster.withLock { $0 = known }
        if found == known { return }
        throw StopCause(
            .otherCluster, at: pipeline.options.kafka.bootstrap,
            "the brokers are of the cluster \(found), the read model was built from the cluster \(known)",
            hint: "correct the bootstrap address: with the right brokers the projection goes on; if the topics moved "
                + "here for good, " + LogCheck.rebuildHint(pipeline.projection.name))
    }

    /// Stops where compaction took, or may have taken, records that the generation needs (R5).
    ///
    /// It returns what to wait for while the ends of the log are not told.
    func checkCompaction(_ writer: ModelWriter) throws -> RunState? {
        var ledgers: [(source: Int, ledger: CompactionLedger)] = []
        for (index, source) in pipeline.projection.sources.enumerated() {
            var ledger = CompactionLedger(topic: source.topic, source: index, projection: pipeline.projection)
            try ledger.learn(topicConfig(source.topic), writer)
            if let cause = ledger.refusal { throw cause }
            guard ledger.isCompacted else { continue }
            let positions = writer.positions.filter { $0.source == index }
            do {
                let isBehind = try positions.contains { try $0.done < watermarks(of: $0).high }
                if let cause = try ledger.begin(writer, isBehind: isBehind, nowMs: CompactionWatch.nowMs) {
                    throw cause
                }
            } catch let error as KafkaError {
                return state(after: error, at: positions.first)
            }
            ledgers.append((index, ledger))
        }
        pipeline.ledgers.withLock { $0 = ledgers }
        return nil
    }

    /// The settings of a topic; nil if the brokers do not tell them, as where the daemon may not ask.
    private func topicConfig(_ topic: String) -> [String: String]? {
        do throws(KafkaError) {
            return try probe.topicConfig(name: topic, timeoutMs: LogCheck.timeoutMs)
        } catch {
            pipeline.warnOfConfig(topic, error)
            return nil
        }
    }
}
