// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// Makes, removes and describes topics.
///
/// Any thread may call it; each call blocks up to its timeout. The mock cluster answers none of these requests: they
/// throw `unsupported` there.
public final class Admin: Sendable {
    private let handle: ClientHandle

    /// Makes a client for it; it connects by itself.
    public init(settings: KafkaSettings, log: @escaping @Sendable (KafkaEvent) -> Void) throws(KafkaError) {
        let configuration = ClientConfiguration()
        let timeout = String(ConsumerProperties.socketTimeoutMs)
        try configuration.set(
            defaults: ["client.id": "projectord"], settings, forced: ["socket.timeout.ms": timeout])
        handle = try ClientHandle(RD_KAFKA_PRODUCER, configuration, log: log)
    }

    /// Creates a topic.
    ///
    /// - Throws: `alreadyExists`, `authorization`, `settings` for a property the broker refuses, and the rest.
    public func createTopic(
        name: String, partitions: Int, replication: Int, config: [String: String] = [:], timeoutMs: Int = 10_000
    ) throws(KafkaError) {
        let new = unsafe rd_kafka_NewTopic_new(name, Int32(clamping: partitions), Int32(clamping: replication), nil, 0)
        guard let topic = unsafe new else {
            throw KafkaError(.settings, message: "topic \(name) cannot have \(partitions) partitions")
        }
        defer { unsafe rd_kafka_NewTopic_destroy(topic) }
        for (name, value) in config { unsafe rd_kafka_NewTopic_set_config(topic, name, value) }
        try unsafe AdminRequest.run(
            handle, RD_KAFKA_ADMIN_OP_CREATETOPICS, timeoutMs: timeoutMs
        ) { client, options, queue in
            var entry: OpaquePointer? = unsafe topic
            unsafe rd_kafka_CreateTopics(client, &entry, 1, options, queue)
        } read: { event throws(KafkaError) in
            var count = 0
            let result = unsafe rd_kafka_event_CreateTopics_result(event)
            try unsafe checkTopics(rd_kafka_CreateTopics_result_topics(result, &count), count)
        }
    }

    /// Deletes a topic.
    ///
    /// - Throws: `unknownTopicOrPartition`, `authorization`, and the rest.
    public func deleteTopic(name: String, timeoutMs: Int = 10_000) throws(KafkaError) {
        guard let topic = unsafe rd_kafka_DeleteTopic_new(name) else {
            throw KafkaError(.settings, message: "no topic can be named \(name)")
        }
        defer { unsafe rd_kafka_DeleteTopic_destroy(topic) }
        try unsafe AdminRequest.run(
            handle, RD_KAFKA_ADMIN_OP_DELETETOPICS, timeoutMs: timeoutMs
        ) { client, options, queue in
            var entry: OpaquePointer? = unsafe topic
            unsafe rd_kafka_DeleteTopics(client, &entry, 1, options, queue)
        } read: { event throws(KafkaError) in
            var count = 0
            let result = unsafe rd_kafka_event_DeleteTopics_result(event)
            try unsafe checkTopics(rd_kafka_DeleteTopics_result_topics(result, &count), count)
        }
    }

    /// The properties of a topic as they are in force, such as `cleanup.policy`.
    ///
    /// - Throws: `unknownTopicOrPartition`, `authorization`, `unsupported`, and the rest.
    public func topicConfig(name: String, timeoutMs: Int = 10_000) throws(KafkaError) -> [String: String] {
        try TopicConfig.read(handle, name: name, timeoutMs: timeoutMs)
    }

    /// Destroys the client and waits for it up to the deadline; false if it hung.
    @discardableResult
    public func close(deadlineMs: Int) -> Bool {
        handle.close(deadlineMs: deadlineMs)
    }
}

private func checkTopics(_ results: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int) throws(KafkaError) {
    for position in 0..<count {
        guard let result = unsafe results?[position] else { continue }
        let detail = unsafe rd_kafka_topic_result_error_string(result).map { unsafe String(cString: $0) }
        try KafkaError.check(unsafe rd_kafka_topic_result_error(result), detail)
    }
}
