// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// Two producers at work on a stream, and the fold of what they committed.
struct StreamLoad {
    let stream: Stream
    let seed: UInt64
    private let producers: [StreamProducer]

    init(_ stream: Stream, seed: UInt64, pace: StreamProducer.Pace) {
        self.stream = stream
        self.seed = seed
        producers = (0..<2).map { StreamProducer(stream, number: $0, seed: seed, pace: pace) }
    }

    var committedCount: Int { producers.reduce(0) { $0 + $1.committedCount } }

    /// Lets the producers end, without waiting for them.
    func stop() {
        for producer in producers { producer.stop() }
    }

    /// Waits for the producers, ends the partitions in markers and aborted records, and folds what was committed.
    ///
    /// Keys belong to one producer, but for those of the re-keyed table, whose folds commute: so one producer's events
    /// after the other's are as good as any order.
    func finish(seconds: Double = 180) throws -> StreamModel {
        let numbers = try finishProducing(seconds: seconds)
        return try stream.journal.model(of: numbers)
    }

    /// As `finish`, but by what the log says was committed, which is the only one to know after a broker died.
    func finishByLog(seconds: Double = 180) throws -> StreamModel {
        let committed = try finishProducing(seconds: seconds)
        let read = try stream.readLog()
        let counts = Dictionary(read.map { ($0, 1) }, uniquingKeysWith: +)
        try check(counts.count == read.count, "the log itself has events twice")
        let lost = committed.filter { counts[$0] == nil }
        try check(
            lost.isEmpty,
            "of the events told as committed the log has not \(lost.count), numbers \(lost.min() ?? 0) to "
                + "\(lost.max() ?? 0)")
        return try stream.journal.model(of: read)
    }

    private func finishProducing(seconds: Double) throws -> [Int] {
        var numbers: [Int] = []
        var sum = StreamProducer.Outcome()
        for producer in producers {
            let outcome = try producer.finish(seconds: seconds)
            numbers += outcome.committed
            sum.abortedEvents += outcome.abortedEvents
            sum.transactions += outcome.transactions
            sum.abortedTransactions += outcome.abortedTransactions
            sum.lostTransactions += outcome.lostTransactions
        }
        print(
            "  produced \(numbers.count) events, and \(sum.abortedEvents) that were aborted, in \(sum.transactions) "
                + "transactions, \(sum.abortedTransactions) of them aborted, \(sum.lostTransactions) more unsure"
        )
        return numbers + (try stream.addTails(seed: seed))
    }
}
