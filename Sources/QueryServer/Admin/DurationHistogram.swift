// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Synchronization

/// Counts durations by size; any thread, no lock.
final class DurationHistogram: Sendable {
    /// The upper bounds, in microseconds: from a point query to the longest wait.
    static let boundsUs: [UInt64] = [
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000, 30_000_000,
    ]

    private let buckets: [Counter] = (0...boundsUs.count).map { _ in Counter() }
    private let totalNs = Atomic<UInt64>(0)

    private final class Counter: Sendable {
        let value = Atomic<UInt64>(0)
    }

    func observe(ns: UInt64) {
        let us = ns / 1_000
        var index = 0
        while index < Self.boundsUs.count, us > Self.boundsUs[index] { index += 1 }
        buckets[index].value.add(1, ordering: .relaxed)
        totalNs.add(ns, ordering: .relaxed)
    }

    /// The counts by bucket, the last one of all above, and the sum in seconds.
    var snapshot: (counts: [UInt64], seconds: Double) {
        (buckets.map { $0.value.load(ordering: .relaxed) }, Double(totalNs.load(ordering: .relaxed)) / 1e9)
    }
}
