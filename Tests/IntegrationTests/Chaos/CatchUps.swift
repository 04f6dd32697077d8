// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How long it took to catch up after each cure.
struct CatchUps {
    private var durations: [Duration] = []

    mutating func add(_ duration: Duration) { durations.append(duration) }

    var slowest: Duration { durations.max() ?? .zero }
    var median: Duration { durations.isEmpty ? .zero : durations.sorted()[durations.count / 2] }

    /// The number, the median and the slowest.
    var description: String {
        guard !durations.isEmpty else { return "nothing to catch up with" }
        return "caught up \(durations.count) times, median \(median.seconds), slowest \(slowest.seconds)"
    }
}
