// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The durations of the requests to one query, by status.
final class RequestMetrics: Sendable {
    /// The statuses that a query can be answered with; others are counted as the last.
    static let statuses = [200, 204, 400, 404, 406, 409, 412, 503, 504, 500]

    /// What the metric's label says.
    let query: String
    private let histograms: [DurationHistogram] = statuses.map { _ in DurationHistogram() }

    init(query: String) {
        self.query = query
    }

    func observe(status: Int, ns: UInt64) {
        let index = Self.statuses.firstIndex(of: status) ?? Self.statuses.count - 1
        histograms[index].observe(ns: ns)
    }

    /// The histograms that counted anything.
    var used: [(status: Int, histogram: DurationHistogram)] {
        zip(Self.statuses, histograms).filter { $0.1.snapshot.counts.contains { $0 > 0 } }
            .map { (status: $0.0, histogram: $0.1) }
    }
}
