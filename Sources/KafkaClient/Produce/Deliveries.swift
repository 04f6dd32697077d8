// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Synchronization

/// Counts what became of a producer's records.
final class Deliveries: Sendable {
    private let delivered = Atomic<Int>(0)
    private let failures = Mutex(Failures())

    private struct Failures {
        var count = 0
        var first: KafkaError?
    }

    var deliveredCount: Int { delivered.load(ordering: .relaxed) }
    var failedCount: Int { failures.withLock { $0.count } }

    func count(_ error: KafkaError?) {
        guard let error else {
            delivered.add(1, ordering: .relaxed)
            return
        }
        failures.withLock { failures in
            failures.count += 1
            if failures.first == nil { failures.first = error }
        }
    }

    /// The first failure since it was last taken.
    func takeFirstFailure() -> KafkaError? {
        failures.withLock { $0.first.take() }
    }
}
