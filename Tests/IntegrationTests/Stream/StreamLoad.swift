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

    /// Lets the producers end, when they are done or at once, ends the partitions in markers and aborted records, and
    /// folds what was committed.
    func finish(atOnce: Bool, seconds: Double = 180) throws -> StreamModel {
        if atOnce { for producer in producers { producer.stop() } }
        var model = StreamModel()
        var (transactions, aborted, events, abortedEvents) = (0, 0, 0, 0)
        for producer in producers {
            let outcome = try producer.finish(seconds: seconds)
            for event in outcome.committed { model.apply(event) }
            transactions += outcome.transactions
            aborted += outcome.abortedTransactions
            events += outcome.committed.count
            abortedEvents += outcome.abortedEvents
        }
        for event in try stream.addTails(seed: seed) { model.apply(event) }
        print(
            "  produced \(events) events, and \(abortedEvents) that were aborted, in \(transactions) transactions, "
                + "of which \(aborted) aborted")
        return model
    }
}
