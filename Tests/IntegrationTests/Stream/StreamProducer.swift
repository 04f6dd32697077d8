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
        /// Whether it goes on with a new producer when the broker goes away; else it fails.
        var outlastsBroker = false
    }

    /// What came of it.
    struct Outcome: Sendable {
        /// The events surely committed, by their numbers in the journal.
        var committed: [Int] = []
        var abortedEvents = 0
        var transactions = 0
        var abortedTransactions = 0
        /// Transactions of which nobody knows what became, since the broker went away.
        var lostTransactions = 0
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
        var events = StreamEvents(producer: number, seed: seed)
        while isWanted.load(ordering: .relaxed), committedCount < pace.events {
            do {
                try work(&events)
            } catch {
                guard pace.outlastsBroker else { throw error }
                // The next producer of this id aborts what this one left, unless it was committed after all.
                outcome.withLock { $0.lostTransactions += 1 }
            }
        }
    }

    /// One Kafka producer's life.
    private func work(_ events: inout StreamEvents) throws {
        let id = stream.topics["producer-\(number)"]
        let producer = try Producer(settings: stream.topics.settings, transactionalID: id) { _ in }
        defer { producer.close(deadlineMs: 5_000) }
        try producer.initTransactions(timeoutMs: Self.timeoutMs)
        while isWanted.load(ordering: .relaxed), committedCount < pace.events {
            let count = min(pace.eventsPerTransaction, pace.events - committedCount)
            let batch = stream.journal.add((0..<count).map { _ in events.next() })
            let isAborted = events.below(100) < Self.abortedPercent
            try stream.send(batch, in: producer, isAborted: isAborted)
            outcome.withLock { outcome in
                outcome.transactions += 1
                outcome.abortedTransactions += isAborted ? 1 : 0
                outcome.abortedEvents += isAborted ? batch.count : 0
                if !isAborted { outcome.committed += batch.map(\.number) }
            }
            if pace.pauseMs > 0 { pause(milliseconds: pace.pauseMs) }
        }
    }
}
