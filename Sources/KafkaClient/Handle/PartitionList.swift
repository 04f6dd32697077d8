// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// The owner of a list of topics, partitions and offsets.
///
/// Proof of safe: made in init, freed in deinit; it cannot be copied.
@safe struct PartitionList: ~Copyable {
    private let list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?

    init(_ partitions: [(topic: String, partition: Int32, offset: Int64)]) {
        unsafe list = rd_kafka_topic_partition_list_new(Int32(clamping: partitions.count))
        for place in partitions {
            let entry = unsafe rd_kafka_topic_partition_list_add(list, place.topic, place.partition)
            unsafe entry?.pointee.offset = place.offset
        }
    }

    deinit {
        if let list = unsafe list { unsafe rd_kafka_topic_partition_list_destroy(list) }
    }

    /// Lends the list.
    borrowing func withPointer<Result>(
        _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> Result
    ) -> Result {
        unsafe body(list)
    }
}
