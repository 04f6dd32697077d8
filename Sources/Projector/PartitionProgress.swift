// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import ReadModel

/// How far one partition is, for status, metrics and tokens.
public struct PartitionProgress: Sendable {
    /// The position as it was committed.
    public var position: PartitionPosition
    /// Whether the partition's end was reached since it was assigned: only then does the stored `done` count (R1).
    public var isEndReached = false
    /// The log's first offset; nil before the brokers answered.
    public var logStart: Int64?
    /// The log's end as readers of committed records see it; nil before the brokers answered.
    public var logEnd: Int64?

    /// When the brokers last told both, or the session began, which asks them first.
    var answeredAt = ContinuousClock.now
    /// Whether they did not tell them when they were last asked.
    var isUnanswered = false
    /// The log's end with all records, also those of open transactions, as the last fetch told it.
    public var fetchedEnd: Int64?
    /// Since when committed records have stood still behind an open transaction; nil if none hides records.
    public var hiddenSince: ContinuousClock.Instant?

    /// The records that an open transaction hides.
    public var hiddenRecords: Int64 {
        guard let fetchedEnd, let logEnd else { return 0 }
        return max(0, fetchedEnd - logEnd)
    }

    /// Notes where the log begins and ends.
    mutating func observe(start: Int64, end: Int64, fetchedEnd: Int64?, at now: ContinuousClock.Instant) {
        let isStill = logEnd == end
        logStart = start
        logEnd = end
        answered(at: now)
        self.fetchedEnd = fetchedEnd
        // While the committed end moves, what is hidden is the transactions under way.
        hiddenSince = hiddenRecords == 0 ? nil : isStill ? hiddenSince ?? now : now
    }

    /// Notes that its broker tells or sends something.
    mutating func answered(at now: ContinuousClock.Instant) {
        answeredAt = now
        isUnanswered = false
    }

    /// How far the partition is worked off, for tokens, lag and barriers (R1).
    public var done: Int64 { isEndReached ? position.done : position.next }

    /// The records between what is done and the log's end; nil if the end is not known.
    public var lagRecords: Int64? { logEnd.map { max(0, $0 - done) } }
}
