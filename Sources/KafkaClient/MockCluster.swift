// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// A Kafka inside this process, for the demo and for tests; nothing outlives it.
///
/// It keeps about 5 MB a partition, as produced, and then moves the log's start. It knows transactions only as far as
/// their requests go: it has no markers, shows aborted records, and keeps no offsets sent in one. It answers no admin
/// requests, and creates each topic that a client names.
public final class MockCluster: Sendable {
    /// Where clients reach it.
    public let bootstrap: String

    private let handle: ClientHandle
    private let cluster: ClientPointer

    /// Starts a cluster on ports of the system's choice.
    public init(brokers: Int = 1) throws(KafkaError) {
        let handle = try ClientHandle(RD_KAFKA_PRODUCER, ClientConfiguration(), log: { _ in })
        let cluster = try handle.use { client in
            let cluster = HelperThread.withSignalsBlocked {
                unsafe rd_kafka_mock_cluster_new(client.raw, Int32(clamping: brokers)).map { unsafe ClientPointer($0) }
            }
            return cluster
        }
        guard let cluster = cluster ?? nil, let text = unsafe rd_kafka_mock_cluster_bootstraps(cluster.raw) else {
            throw KafkaError(.other, message: "the mock cluster cannot start")
        }
        self.handle = handle
        self.cluster = cluster
        bootstrap = unsafe String(cString: text)
    }

    deinit {
        unsafe rd_kafka_mock_cluster_destroy(cluster.raw)
    }

    /// Creates a topic.
    ///
    /// - Throws: `alreadyExists`, `settings`.
    public func createTopic(_ name: String, partitions: Int, replication: Int = 1) throws(KafkaError) {
        try KafkaError.check(
            unsafe rd_kafka_mock_topic_create(
                cluster.raw, name, Int32(clamping: partitions), Int32(clamping: replication)))
    }

    /// Takes a broker down, or up again; they are counted from 1.
    public func setBroker(_ broker: Int, isUp: Bool) throws(KafkaError) {
        let number = Int32(clamping: broker)
        try KafkaError.check(
            isUp
                ? unsafe rd_kafka_mock_broker_set_up(cluster.raw, number)
                : unsafe rd_kafka_mock_broker_set_down(cluster.raw, number))
    }

    /// Lets the cluster answer for a topic with this code, 0 for none; it creates unknown topics that are asked after.
    public func failTopic(_ name: String, with code: Int32) {
        unsafe rd_kafka_mock_topic_set_error(cluster.raw, name, rd_kafka_resp_err_t(rawValue: code))
    }

    /// Lets the next requests of a protocol number (1 is Fetch, 3 Metadata, 10 FindCoordinator) fail with these codes.
    public func failRequests(of api: Int16, with codes: [Int32]) {
        let errors = codes.map { rd_kafka_resp_err_t(rawValue: $0) }
        unsafe rd_kafka_mock_push_request_errors_array(cluster.raw, api, errors.count, errors)
    }
}
