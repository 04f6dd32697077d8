// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

/// Writes records: idempotent, and in transactions if it has a transactional id.
///
/// Any thread may call it. A thread of its own serves the delivery reports.
public final class Producer: Sendable {
    /// How long `send` holds its caller back while the local queue is full.
    public static let sendTimeoutMs = 30_000

    let handle: ClientHandle

    /// Makes a producer; it connects by itself.
    ///
    /// - Throws: `settings` if librdkafka refuses the settings as a whole.
    public init(
        settings: KafkaSettings, transactionalID: String? = nil, log: @escaping @Sendable (KafkaEvent) -> Void
    ) throws(KafkaError) {
        let configuration = ClientConfiguration()
        try configuration.set(
            defaults: ProducerProperties.defaults, settings,
            forced: ProducerProperties.forced(transactionalID: transactionalID))
        handle = try ClientHandle(RD_KAFKA_PRODUCER, configuration, log: log)
        let handle = handle
        guard HelperThread.start({ serve(handle) }) else {
            throw KafkaError(.other, message: "no thread to serve the producer with")
        }
    }

    deinit {
        handle.startClosing()
    }

    /// How many records the brokers have acknowledged.
    public var deliveredCount: Int { handle.context.deliveries.deliveredCount }

    /// How many records were given up.
    public var failedCount: Int { handle.context.deliveries.failedCount }

    /// Queues a record; it waits while the queue is full.
    ///
    /// A nil key or value is null, an empty one is empty. Without a partition the key chooses it; without a timestamp
    /// it is now. A delivery that fails later is thrown by `flush`.
    ///
    /// - Throws: `queueFull` after `sendTimeoutMs`, fatal and transactional errors, `closed`.
    public func send(
        topic: String, partition: Int32? = nil, key: [UInt8]?, value: [UInt8]?,
        headers: [(name: String, value: [UInt8])] = [], timestampMs: Int64? = nil
    ) throws(KafkaError) {
        let record = OutgoingRecord(
            topic: topic, partition: partition, key: key, value: value, headers: headers, timestampMs: timestampMs)
        try enqueue(record, nil)
    }

    /// Sends a record and waits until the brokers have it.
    ///
    /// - Throws: as `send`; why it was not delivered; `timedOut`, after which it may still be delivered.
    public func sendAndWait(
        topic: String, partition: Int32? = nil, key: [UInt8]?, value: [UInt8]?,
        headers: [(name: String, value: [UInt8])] = [], timestampMs: Int64? = nil, timeoutMs: Int = 30_000
    ) throws(KafkaError) -> RecordPlace {
        let record = OutgoingRecord(
            topic: topic, partition: partition, key: key, value: value, headers: headers, timestampMs: timestampMs)
        let receipt = DeliveryReceipt()
        try enqueue(record, receipt)
        return try receipt.wait(timeoutMs: timeoutMs)
    }

    /// Waits until all that was sent is delivered or given up.
    ///
    /// - Throws: the first delivery failure since the last flush; `timedOut` if records are left; `closed`.
    public func flush(timeoutMs: Int) throws(KafkaError) {
        let code = try handle.use { client in unsafe rd_kafka_flush(client.raw, Int32(clamping: timeoutMs)) }
        guard let code else { throw .closed }
        if let failure = handle.context.deliveries.takeFirstFailure() { throw failure }
        try KafkaError.check(code)
    }

    /// Destroys the client, with the records that are not delivered, and waits for it up to the deadline.
    ///
    /// - Returns: false if it hung; see `Consumer.abandonedCount`.
    @discardableResult
    public func close(deadlineMs: Int) -> Bool {
        handle.close(deadlineMs: deadlineMs)
    }

    private func enqueue(_ record: OutgoingRecord, _ receipt: DeliveryReceipt?) throws(KafkaError) {
        let deadline = ContinuousClock.now + .milliseconds(Self.sendTimeoutMs)
        while true {
            let failure = try handle.use { client in record.produce(client, receipt) }
            guard let failure else { throw .closed }
            guard let error = failure.error else { return }
            guard error.kind == .queueFull, ContinuousClock.now < deadline else { throw error }
            _ = try handle.use { client in unsafe rd_kafka_poll(client.raw, Self.fullQueuePauseMs) }
        }
    }

    /// How long a sender waits for room at a time; delivery reports, which make room, end it early.
    private static let fullQueuePauseMs: Int32 = 5
}

/// How long the serving thread blocks at a time; `close` waits for it once.
private let servePauseMs: Int32 = 100

/// Serves delivery reports and errors until the client closes.
private func serve(_ handle: ClientHandle) {
    while let served = try? handle.use({ client in unsafe rd_kafka_poll(client.raw, servePauseMs) }), served >= 0 {}
}
