// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// Measures how fast a build goes, each time it is asked.
struct BuildMeter {
    /// Over how long the rate is taken, in milliseconds: shorter, a commit of some seconds shows as standstill.
    static let windowMs = 10_000
    /// How close to each other two measurements may be, in milliseconds.
    static let intervalMs = 200

    private var seen: [(at: ContinuousClock.Instant, done: Int64)] = []

    /// The figures by now; `cuts` are where the partitions of a past generation end.
    mutating func figures(
        _ partitions: [PartitionProgress], cuts: [LogPlace] = [], at now: ContinuousClock.Instant = .now
    ) -> BuildFigures {
        var figures = BuildFigures(done: 0, total: 0)
        for partition in partitions {
            let position = partition.position
            let cut = cuts.first { $0.topic == position.topic && $0.partition == position.partition }?.offset
            let done = max(0, min(partition.done, cut ?? .max) - position.first)
            figures.done += done
            let end = cut ?? partition.logEnd
            figures.total = figures.total.flatMap { total in end.map { total + max(done, $0 - position.first) } }
        }
        if partitions.isEmpty {
            figures.total = nil
            return figures
        }
        note(figures.done, at: now)
        figures.rate = rate
        return figures
    }

    private mutating func note(_ done: Int64, at now: ContinuousClock.Instant) {
        if let last = seen.last, now - last.at < .milliseconds(Self.intervalMs) { return }
        seen.append((now, done))
        // One that is older stays, so that who asks seldom gets a rate too.
        while seen.count > 2, now - seen[1].at > .milliseconds(Self.windowMs) { seen.removeFirst() }
    }

    private var rate: Double? {
        guard let first = seen.first, let last = seen.last, last.at > first.at else { return nil }
        return max(0, Double(last.done - first.done)) / ((last.at - first.at) / .seconds(1))
    }
}
