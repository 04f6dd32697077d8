// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// Brings two generations to the same place in the log, and lets both stand there for a moment (R28).
struct ProofBarrier {
    /// How long the two have to come to the place, in milliseconds: who waits for the newest rows waits with them.
    static let reachMs = 3_000
    /// How long after a barrier that was not reached another is tried, in milliseconds.
    static let retryMs = 2_000

    let live: Pipeline
    let new: Pipeline
    /// Whether nobody wants it any more.
    let isGivenUp: () -> Bool

    /// For how long the two were kept from going on.
    private(set) var stood = Duration.zero

    init(live: Pipeline, new: Pipeline, isGivenUp: @escaping () -> Bool) {
        self.live = live
        self.new = new
        self.isGivenUp = isGivenUp
    }

    /// Calls `body` with the place while both stand there, with exactly the records below it applied; nil if they did
    /// not come to it in time.
    ///
    /// First both are stopped where they are, since a place that one has passed meanwhile is of no use; then the one
    /// that is behind in a partition comes to where the other is.
    mutating func reach<Result>(_ body: ([LogPlace]) throws -> Result) throws -> Result? {
        let began = ContinuousClock.now
        defer {
            live.release()
            new.release()
            stood += ContinuousClock.now - began
        }
        let deadline = began + .milliseconds(ProofBarrier.reachMs)
        live.hold(below: ProofBarrier.ends(of: live))
        new.hold(below: ProofBarrier.ends(of: new))
        guard waitUntilHolding(deadline) else { return nil }
        let vector = vector
        live.hold(below: vector)
        new.hold(below: vector)
        guard waitUntilHolding(deadline) else { return nil }
        return try body(vector)
    }

    private func waitUntilHolding(_ deadline: ContinuousClock.Instant) -> Bool {
        while !live.isHolding || !new.isHolding {
            if isGivenUp() || ContinuousClock.now > deadline { return false }
            new.pauseSupervision()
        }
        return true
    }

    /// Per partition that both read, the place of the one that is ahead.
    private var vector: [LogPlace] {
        let others = ProofBarrier.ends(of: new)
        return ProofBarrier.ends(of: live).compactMap { end in
            let other = others.first { $0.topic == end.topic && $0.partition == end.partition }
            return other.map {
                LogPlace(topic: end.topic, partition: end.partition, offset: max(end.offset, $0.offset))
            }
        }
    }

    private static func ends(of pipeline: Pipeline) -> [LogPlace] {
        pipeline.board.partitions.map {
            LogPlace(topic: $0.position.topic, partition: $0.position.partition, offset: $0.done)
        }
    }
}
