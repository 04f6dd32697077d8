// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient

/// Reads partitions to their ends as a consumer of committed records.
enum CommittedLog {
    /// How long reading may take, in seconds.
    static let timeoutS = 60

    /// How long an open transaction may keep the end of committed records back, in seconds: the brokers abort one
    /// that was left by a dead producer after 60 s.
    static let settleS = 120.0

    /// Calls with each record; returns when every partition was read to the end that it has then.
    ///
    /// A commit is told before its markers stand in the partitions, so it first waits until they do.
    static func read(
        _ places: [Assignment], _ settings: KafkaSettings, _ body: (borrowing Message) throws -> Void
    ) throws {
        let consumer = try Consumer(settings: settings, isolation: .committed) { _ in }
        defer { consumer.close(deadlineMs: 5_000) }
        try settle(places, settings, consumer)
        try consumer.assign(places)
        let batch = MessageBatch()
        defer { batch.removeAll() }
        var ended: Set<Int> = []
        let deadline = ContinuousClock.now + .seconds(timeoutS)
        while ended.count < places.count {
            try check(ContinuousClock.now < deadline, "the log was not read within \(timeoutS) s")
            consumer.poll(into: batch, timeoutMs: 100)
            try batch.forEach { message in
                switch message.kind {
                case .record: try body(message)
                case .partitionEnd: ended.insert(message.assignmentIndex)
                case .error(let error): try check(error.isRetriable || error.kind == .transport, "\(error)")
                }
            }
        }
    }

    private static func settle(_ places: [Assignment], _ settings: KafkaSettings, _ committed: Consumer) throws {
        let all = try Consumer(settings: settings, isolation: .uncommitted) { _ in }
        defer { all.close(deadlineMs: 5_000) }
        func end(_ consumer: Consumer, _ place: Assignment) -> Int64? {
            try? consumer.watermarks(topic: place.topic, partition: place.partition, timeoutMs: 5_000).high
        }
        for place in places {
            try wait(for: "the end of transactions in \(place.topic)/\(place.partition)", seconds: settleS) {
                guard let high = end(all, place), let stable = end(committed, place) else { return false }
                return high == stable
            }
        }
    }

    static func text(_ span: RawSpan?) -> String? {
        guard let span else { return nil }
        let bytes = span.byteOffsets.map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
