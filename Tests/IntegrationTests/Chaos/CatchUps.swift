// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How long it took to catch up after each cure.
struct CatchUps {
    private var durations: [Duration] = []

    mutating func add(_ duration: Duration) { durations.append(duration) }

    var slowest: Duration { durations.max() ?? .zero }

    /// The number, the median and the slowest.
    var description: String {
        let sorted = durations.sorted()
        guard !sorted.isEmpty else { return "nothing to catch up with" }
        return "caught up \(sorted.count) times, median \(sorted[sorted.count / 2].seconds), slowest \(slowest.seconds)"
    }
}
