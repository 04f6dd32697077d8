// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

extension Producer {
    /// A group's committed offsets, in the order asked; nil where it has none.
    ///
    /// It waits for open transactions that carry offsets of the group, so call it after `initTransactions`, which ends
    /// those of earlier producers of the same id.
    public func committedOffsets(
        group: String, _ partitions: [(topic: String, partition: Int32)], timeoutMs: Int
    ) throws(KafkaError) -> [Int64?] {
        let list = PartitionList(partitions.map { ($0.topic, $0.partition, Int64(RD_KAFKA_OFFSET_INVALID)) })
        let request = unsafe list.withPointer { unsafe rd_kafka_ListConsumerGroupOffsets_new(group, $0) }
        defer { unsafe rd_kafka_ListConsumerGroupOffsets_destroy(request) }
        return try unsafe AdminRequest.run(
            handle, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, timeoutMs: timeoutMs, stableOffsets: true
        ) { client, options, queue in
            var entry = unsafe request
            unsafe rd_kafka_ListConsumerGroupOffsets(client, &entry, 1, options, queue)
        } read: { event throws(KafkaError) in
            var count = 0
            let result = unsafe rd_kafka_event_ListConsumerGroupOffsets_result(event)
            let groups = unsafe rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count)
            guard count > 0, let found = unsafe groups?[0] else { return partitions.map { _ in nil } }
            if let error = unsafe rd_kafka_group_result_error(found) {
                throw KafkaError(unsafe rd_kafka_error_code(error))
            }
            let offsets = unsafe rd_kafka_group_result_partitions(found)
            return try unsafe committed(offsets, partitions)
        }
    }
}

private func committed(
    _ list: UnsafePointer<rd_kafka_topic_partition_list_t>?, _ partitions: [(topic: String, partition: Int32)]
) throws(KafkaError) -> [Int64?] {
    var offsets: [Int64?] = []
    for place in partitions {
        let found = unsafe rd_kafka_topic_partition_list_find(
            UnsafeMutablePointer(mutating: list), place.topic, place.partition)
        if let code = unsafe found?.pointee.err { try KafkaError.check(code) }
        let offset = unsafe found?.pointee.offset ?? -1
        offsets.append(offset < 0 ? nil : offset)
    }
    return offsets
}
