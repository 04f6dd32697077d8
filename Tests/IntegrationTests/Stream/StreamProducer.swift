// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Synchronization

/// Writes the stream in transactions, some of which it aborts, on a thread of its own, and keeps what it committed.
final class StreamProducer: Sendable {
    struct Pace: Sendable {
        /// Ends by itself when so many events are committed.
        var events = Int.max
        var eventsPerTransaction: Int
        /// The pause after each transaction, for streams that must last.
        var pauseMs = 0
    }

    /// What came of it.
    struct Outcome: Sendable {
        var committed: [StreamEvent] = []
        var abortedEvents = 0
        var transactions = 0
        var abortedTransactions = 0
        var failure: String?
    }

    static let abortedPercent = 20
    static let timeoutMs = 60_000

    private let stream: Stream
    private let number: Int
    private let seed: UInt64
    private let pace: Pace
    private let outcome = Mutex(Outcome())
    private let isWanted = Atomic<Bool>(true)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts to produce.
    init(_ stream: Stream, number: Int, seed: UInt64, pace: Pace) {
        self.stream = stream
        self.number = number
        self.seed = seed
        self.pace = pace
        let thread = Thread { [self] in
            do { try run() } catch { outcome.withLock { $0.failure = "\(error)" } }
            ended.signal()
        }
        thread.name = "producer-\(number)"
        thread.start()
    }

    deinit { isWanted.store(false, ordering: .relaxed) }

    /// How many events are committed so far.
    var committedCount: Int { outcome.withLock { $0.committed.count } }

    /// Lets it end after the transaction under way.
    func stop() { isWanted.store(false, ordering: .relaxed) }

    /// Waits for its end, and tells what it did.
    func finish(seconds: Double) throws -> Outcome {
        try check(ended.wait(timeout: .now() + seconds) == .success, "producer \(number) did not end")
        ended.signal()
        let outcome = outcome.withLock { $0 }
        if let failure = outcome.failure { throw TestFailure("producer \(number): \(failure)") }
        return outcome
    }

    private func run() throws {
        let id = stream.topics["producer-\(number)"]
        let producer = try Producer(settings: stream.topics.settings, transactionalID: id) { _ in }
        defer { producer.close(deadlineMs: 5_000) }
        try producer.initTransactions(timeoutMs: Self.timeoutMs)
        var events = StreamEvents(producer: number, seed: seed)
        while isWanted.load(ordering: .relaxed), committedCount < pace.events {
            let count = min(pace.eventsPerTransaction, pace.events - committedCount)
            let batch = (0..<count).map { _ in events.next() }
            let isAborted = events.below(100) < Self.abortedPercent
            try stream.send(batch, in: producer, isAborted: isAborted)
            outcome.withLock { outcome in
                outcome.transactions += 1
                outcome.abortedTransactions += isAborted ? 1 : 0
                outcome.abortedEvents += isAborted ? batch.count : 0
                if !isAborted { outcome.committed += batch }
            }
            if pace.pauseMs > 0 { pause(milliseconds: pace.pauseMs) }
        }
    }
}

extension Stream {
    /// Sends events in one transaction; what is to be aborted is in the log first.
    func send(_ events: [StreamEvent], in producer: Producer, isAborted: Bool) throws {
        try producer.beginTransaction()
        for event in events {
            let record = StreamRecord(event)
            try producer.send(
                topic: name(record.topic), partition: record.partition, key: record.key.map { Array($0.utf8) },
                value: record.value.map { Array($0.utf8) }, headers: record.headers)
        }
        if isAborted {
            try producer.flush(timeoutMs: StreamProducer.timeoutMs)
            try producer.abortTransaction(timeoutMs: StreamProducer.timeoutMs)
        } else {
            try producer.commitTransaction(timeoutMs: StreamProducer.timeoutMs)
        }
    }

    /// Ends the partitions of customers in a commit's marker and all others in the tail of an aborted transaction.
    ///
    /// - Returns: what was committed.
    func addTails(seed: UInt64) throws -> [StreamEvent] {
        let producer = try Producer(settings: topics.settings, transactionalID: topics["tails"]) { _ in }
        defer { producer.close(deadlineMs: 5_000) }
        try producer.initTransactions(timeoutMs: StreamProducer.timeoutMs)
        var events = StreamEvents(producer: 0, seed: seed &+ 1)
        let all = (0..<2_000).map { _ in events.next() }
        try send(all, in: producer, isAborted: false)
        let others = (0..<2_000).map { _ in events.next() }.filter { StreamRecord($0).topic != .customers }
        try send(others, in: producer, isAborted: true)
        return all
    }
}
