// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// Transactions; see `KafkaError.isAbortable`, `isFatal` and the kind `fenced` for what to do about a failure.
///
/// After a timeout nothing is known: abort, and go on with a new producer from the position that it reads.
extension Producer {
    /// Registers the transactional id: fences older producers of this id and ends what they left open.
    public func initTransactions(timeoutMs: Int) throws(KafkaError) {
        try unsafe call { client in unsafe rd_kafka_init_transactions(client.raw, Int32(clamping: timeoutMs)) }
    }

    /// Begins a transaction; what is sent from now on belongs to it.
    public func beginTransaction() throws(KafkaError) {
        try unsafe call { client in unsafe rd_kafka_begin_transaction(client.raw) }
    }

    /// Delivers what was sent and commits.
    public func commitTransaction(timeoutMs: Int) throws(KafkaError) {
        try unsafe call { client in unsafe rd_kafka_commit_transaction(client.raw, Int32(clamping: timeoutMs)) }
        _ = handle.context.deliveries.takeFirstFailure()
    }

    /// Drops what was not delivered and aborts.
    public func abortTransaction(timeoutMs: Int) throws(KafkaError) {
        try unsafe call { client in unsafe rd_kafka_abort_transaction(client.raw, Int32(clamping: timeoutMs)) }
        _ = handle.context.deliveries.takeFirstFailure()
    }

    /// Makes a group's offsets part of the transaction; they are committed with it or not at all.
    public func sendOffsets(
        group: String, _ offsets: [(topic: String, partition: Int32, offset: Int64)], timeoutMs: Int
    ) throws(KafkaError) {
        let list = PartitionList(offsets)
        let metadata = unsafe rd_kafka_consumer_group_metadata_new(group)
        defer { if let metadata = unsafe metadata { unsafe rd_kafka_consumer_group_metadata_destroy(metadata) } }
        try unsafe call { client in
            unsafe list.withPointer { list in
                unsafe rd_kafka_send_offsets_to_transaction(client.raw, list, metadata, Int32(clamping: timeoutMs))
            }
        }
    }

    private func call(_ body: (ClientPointer) -> OpaquePointer?) throws(KafkaError) {
        let done: Void? = try handle.use { client throws(KafkaError) in
            if let error = unsafe KafkaError(taking: body(client)) { throw error }
        }
        guard done != nil else { throw .closed }
    }
}
