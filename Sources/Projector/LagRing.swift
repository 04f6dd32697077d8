// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// When which end of a partition was observed, so that lag is told from our own clock alone (R34).
struct LagRing {
    /// The most observations that are kept; older ones are thinned out.
    static let countMax = 64

    private var seen: [(end: Int64, at: ContinuousClock.Instant)] = []

    /// The newest end that was observed.
    var end: Int64? { seen.last?.end }

    /// Notes that the partition ended at `end`.
    mutating func observe(_ end: Int64, at now: ContinuousClock.Instant) {
        if let last = seen.last, last.end >= end {
            if last.end == end { seen[seen.count - 1].at = now }
            return
        }
        if seen.count == LagRing.countMax {
            seen = seen.enumerated().filter { $0.offset.isMultiple(of: 2) || $0.offset >= LagRing.countMax / 2 }
                .map(\.element)
        }
        seen.append((end, now))
    }

    /// Forgets what `done` has passed, but the newest of it.
    mutating func reached(_ done: Int64) {
        guard let newest = seen.lastIndex(where: { $0.end <= done }), newest > 0 else { return }
        seen.removeFirst(newest)
    }

    /// How long ago the newest end that `done` has reached was observed; nil if none was reached yet.
    func lag(done: Int64, now: ContinuousClock.Instant) -> Duration? {
        seen.last { $0.end <= done }.map { now - $0.at }
    }
}
