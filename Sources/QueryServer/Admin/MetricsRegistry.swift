// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Synchronization

/// What requests are counted in; it outlives the generations that answer.
final class MetricsRegistry: Sendable {
    private struct Contents {
        var requests: [String: RequestMetrics] = [:]
        var waits: [WaitKey: DurationHistogram] = [:]
    }

    private struct WaitKey: Hashable {
        var projection: String
        var result: String
    }

    private let contents = Mutex(Contents())

    /// The counters of a query, by `projection/query`.
    func requests(to query: String) -> RequestMetrics {
        contents.withLock { contents in
            if let known = contents.requests[query] { return known }
            let made = RequestMetrics(query: query)
            contents.requests[query] = made
            return made
        }
    }

    /// The counter of waits for freshness that ended so.
    func waits(_ projection: String, _ result: String) -> DurationHistogram {
        contents.withLock { contents in
            let key = WaitKey(projection: projection, result: result)
            if let known = contents.waits[key] { return known }
            let made = DurationHistogram()
            contents.waits[key] = made
            return made
        }
    }

    /// All requests' counters, by name.
    var requests: [RequestMetrics] {
        contents.withLock { $0.requests.values.sorted { $0.query < $1.query } }
    }

    /// All waits' counters, by projection and result.
    var waits: [(projection: String, result: String, histogram: DurationHistogram)] {
        contents.withLock { contents in
            contents.waits.map { (projection: $0.key.projection, result: $0.key.result, histogram: $0.value) }
        }.sorted { ($0.projection, $0.result) < ($1.projection, $1.result) }
    }
}
