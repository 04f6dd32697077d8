// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka
internal import Synchronization

/// Reads assigned partitions through one queue; it joins no group and commits nothing.
///
/// One thread assigns and polls. `watermarks`, `partitionCounts`, `clusterID`, `queuedMessages` and `close` may be
/// called from others meanwhile. It never seeks or pauses: to go back, assign anew.
///
/// A topic that goes away while it is read is told to the `log` closure, as an error with topic and partition; an
/// offset outside the log comes as a message, and the partition is silent after it.
public final class Consumer: Sendable {
    let handle: ClientHandle
    private let table = Mutex(AssignmentTable.empty)
    private let waker: FetchWaker
    /// About how many bytes a value of the last poll had.
    private let meanBytes = Atomic<Int>(0)

    /// Makes a consumer; it connects by itself, and goes on trying while the brokers are away.
    ///
    /// A probe reads single records here and there instead of a whole log: it fetches little and never waits for more.
    ///
    /// - Throws: `settings` if librdkafka refuses the settings as a whole.
    public init(
        settings: KafkaSettings, isolation: Isolation, isProbe: Bool = false,
        log: @escaping @Sendable (KafkaEvent) -> Void
    ) throws(KafkaError) {
        let configuration = ClientConfiguration()
        try configuration.set(
            defaults: ConsumerProperties.defaults, settings,
            forced: ConsumerProperties.forced(isolation, isProbe: isProbe))
        handle = try ClientHandle(RD_KAFKA_CONSUMER, configuration, log: log)
        waker = FetchWaker(handle)
        _ = try handle.use { client throws(KafkaError) in
            try KafkaError.check(unsafe rd_kafka_poll_set_consumer(client.raw))
        }
    }

    /// How many clients were given up in this process because their destruction hung.
    public static var abandonedCount: Int { ClientHandle.abandoned.load(ordering: .relaxed) }

    /// Reads these partitions from these offsets on, and no others; what was fetched before is dropped.
    ///
    /// A message's `assignmentIndex` is the place of its partition in this array. A topic that does not exist gives no
    /// event for long, so ask `partitionCounts` first.
    ///
    /// - Throws: `settings` if a partition stands twice; `closed`.
    public func assign(_ assignments: [Assignment]) throws(KafkaError) {
        precondition(assignments.allSatisfy { $0.partition >= 0 }, "partitions are counted from 0")
        let list = PartitionList(assignments.map { ($0.topic, $0.partition, $0.offset) })
        let done: Void? = try handle.use { client throws(KafkaError) in
            try KafkaError.check(unsafe list.withPointer { unsafe rd_kafka_assign(client.raw, $0) })
        }
        guard done != nil else { throw .closed }
        let made = AssignmentTable(assignments)
        table.withLock { $0 = made }
        waker.assigned(assignments)
    }

    /// Waits up to the timeout for a first message, then takes what else is there, up to the batch's capacity, and to
    /// `MessageBatch.bytesMax` if values are as large as those of the poll before.
    ///
    /// The batch is emptied first. It stays empty if nothing came, or if the consumer is closed.
    ///
    /// - Returns: the batch's new count.
    @discardableResult
    public func poll(into batch: MessageBatch, timeoutMs: Int) -> Int {
        let limit = min(batch.capacity, MessageBatch.bytesMax / max(1, meanBytes.load(ordering: .relaxed)) + 1)
        unsafe batch.fill(from: handle, table.withLock { $0 }) { client, messages in
            guard let first = unsafe rd_kafka_consumer_poll(client, Int32(clamping: timeoutMs)) else { return 0 }
            unsafe messages[0] = unsafe first
            guard limit > 1, let queue = unsafe rd_kafka_queue_get_consumer(client) else { return 1 }
            defer { unsafe rd_kafka_queue_destroy(queue) }
            return 1 + max(0, unsafe rd_kafka_consume_batch_queue(queue, 0, messages + 1, limit - 1))
        }
        if batch.count > 0 { meanBytes.store(batch.meanBytes, ordering: .relaxed) }
        waker.polled(batch.count, bytes: batch.count * batch.meanBytes, queued: queuedMessages)
        return batch.count
    }

    /// How many messages wait in the library's queue.
    public var queuedMessages: Int {
        let length = try? handle.use { client -> Int in
            guard let queue = unsafe rd_kafka_queue_get_consumer(client.raw) else { return 0 }
            defer { unsafe rd_kafka_queue_destroy(queue) }
            return unsafe rd_kafka_queue_length(queue)
        }
        return length ?? 0
    }

    /// Destroys the client on a thread of its own and waits for it up to the deadline.
    ///
    /// Destruction begins when running calls have returned and batches are empty.
    ///
    /// - Returns: false if it hung, as librdkafka 2.0.2 does for ever when a topic it read was deleted; the client is
    ///   then given up, and counted.
    @discardableResult
    public func close(deadlineMs: Int) -> Bool {
        handle.close(deadlineMs: deadlineMs)
    }

    /// Closes several consumers at once, within one deadline, and tells how many were given up.
    @discardableResult
    public static func close(_ consumers: [Consumer], deadlineMs: Int) -> Int {
        let deadline = ContinuousClock.now + .milliseconds(deadlineMs)
        for consumer in consumers { consumer.handle.startClosing() }
        return consumers.count { consumer in
            let left = Int((deadline - ContinuousClock.now) / .milliseconds(1))
            return !consumer.close(deadlineMs: max(0, left))
        }
    }
}
