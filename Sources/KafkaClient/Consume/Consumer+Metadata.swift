// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

extension Consumer {
    /// Asks the partition's leader for its first offset and its end, by this consumer's isolation.
    ///
    /// It blocks up to the timeout. It also wakes the thread that fetches, which sleeps up to 1 s after a full queue.
    ///
    /// - Throws: `unknownTopicOrPartition`, `timedOut`, `transport`, `authorization`, `closed`.
    public func watermarks(topic: String, partition: Int32, timeoutMs: Int) throws(KafkaError) -> Watermarks {
        let deadline = ContinuousClock.now + .milliseconds(timeoutMs)
        let answer = try handle.use { client throws(KafkaError) in
            let low = try PartitionEnds.first.ask(client, topic, partition, until: deadline)
            return Watermarks(low: low, high: try PartitionEnds.last.ask(client, topic, partition, until: deadline))
        }
        guard let answer else { throw .closed }
        return answer
    }

    /// Asks the partition's leader for its first record with a timestamp after that, in ms since 1970; nil if none is.
    ///
    /// It blocks up to the timeout.
    ///
    /// - Throws: `unknownTopicOrPartition`, `timedOut`, `transport`, `authorization`, `closed`.
    public func firstOffset(
        topic: String, partition: Int32, afterMs milliseconds: Int64, timeoutMs: Int
    ) throws(KafkaError) -> Int64? {
        let deadline = ContinuousClock.now + .milliseconds(timeoutMs)
        let answer = try handle.use { client throws(KafkaError) in
            try PartitionEnds.time(milliseconds + 1).ask(client, topic, partition, until: deadline)
        }
        guard let answer else { throw .closed }
        return answer >= 0 ? answer : nil
    }

    /// Asks the cluster how many partitions each topic has; it blocks up to the timeout for each.
    ///
    /// - Returns: one answer per topic, in order.
    public func partitionCounts(topics: [String], timeoutMs: Int) -> [TopicPartitions] {
        topics.map { topic in
            do throws(KafkaError) {
                return .count(try leaders(topic: topic, timeoutMs: timeoutMs).count)
            } catch {
                return error.kind == .unknownTopicOrPartition ? .unknownTopic : .failed(error)
            }
        }
    }

    /// Asks the cluster which broker leads each partition of a topic: -1 where none does at the moment.
    ///
    /// - Throws: `unknownTopicOrPartition`, `timedOut`, `transport`, `authorization`, `closed`.
    public func leaders(topic: String, timeoutMs: Int) throws(KafkaError) -> [Int32] {
        let answer = try handle.use { client throws(KafkaError) in try askLeaders(client, topic, timeoutMs) }
        guard let answer else { throw .closed }
        return answer
    }

    /// The end of a partition with all records, also those of open transactions, as its last fetch told it.
    ///
    /// It asks nobody. Nil before a first fetch of the partition was answered.
    public func fetchedEnd(topic: String, partition: Int32) -> Int64? {
        let end = try? handle.use { client -> Int64? in
            var (low, high) = (Int64(-1), Int64(-1))
            let code = unsafe rd_kafka_get_watermark_offsets(client.raw, topic, partition, &low, &high)
            return code == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0 ? high : nil
        }
        return end ?? nil
    }

    /// The properties of a topic as they are in force, such as `cleanup.policy`.
    ///
    /// - Throws: `unknownTopicOrPartition`, `authorization`, `unsupported`, and the rest.
    public func topicConfig(name: String, timeoutMs: Int) throws(KafkaError) -> [String: String] {
        try TopicConfig.read(handle, name: name, timeoutMs: timeoutMs)
    }

    /// The cluster's id; nil if it was not told in time.
    public func clusterID(timeoutMs: Int) -> String? {
        let id = try? handle.use { client -> String? in
            guard let text = unsafe rd_kafka_clusterid(client.raw, Int32(clamping: timeoutMs)) else { return nil }
            defer { unsafe rd_kafka_mem_free(client.raw, text) }
            return unsafe String(cString: text)
        }
        return id ?? nil
    }
}

/// Asks the cluster who leads a topic's partitions, which renews what the client knows of it.
func askLeaders(
    _ client: ClientPointer, _ topic: String, _ timeoutMs: Int
) throws(KafkaError) -> [Int32] {
    guard let object = unsafe rd_kafka_topic_new(client.raw, topic, nil) else {
        throw KafkaError(rd_kafka_last_error())
    }
    defer { unsafe rd_kafka_topic_destroy(object) }
    var answer: UnsafePointer<rd_kafka_metadata>?
    try KafkaError.check(unsafe rd_kafka_metadata(client.raw, 0, object, &answer, Int32(clamping: timeoutMs)))
    guard let metadata = unsafe answer else { throw KafkaError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) }
    defer { unsafe rd_kafka_metadata_destroy(metadata) }
    guard unsafe metadata.pointee.topic_cnt > 0, let found = unsafe metadata.pointee.topics else {
        throw KafkaError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    }
    try KafkaError.check(unsafe found.pointee.err)
    let count = Int(unsafe found.pointee.partition_cnt)
    var leaders = [Int32](repeating: -1, count: count)
    for position in 0..<count {
        guard let partition = unsafe found.pointee.partitions?[position] else { continue }
        let number = unsafe Int(partition.id)
        if leaders.indices.contains(number) { unsafe leaders[number] = partition.leader }
    }
    return leaders
}
