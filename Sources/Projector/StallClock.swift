// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// Tells when nothing has come of a partition for too long although it is behind (K17).
struct StallClock {
    private var seen: [(mark: [Int64], since: ContinuousClock.Instant)?]

    init(partitions: Int) {
        seen = Array(repeating: nil, count: partitions)
    }

    /// Looks at a partition: how long it has been behind without progress.
    ///
    /// `isBehind` is false for one that is not to be read now.
    mutating func look(
        _ partition: Int, _ progress: PartitionProgress, isBehind: Bool, at now: ContinuousClock.Instant
    ) -> Duration {
        guard isBehind else {
            seen[partition] = nil
            return .zero
        }
        let mark = [progress.position.next, progress.done]
        guard let entry = seen[partition], entry.mark == mark else {
            seen[partition] = (mark, now)
            return .zero
        }
        return now - entry.since
    }
}
