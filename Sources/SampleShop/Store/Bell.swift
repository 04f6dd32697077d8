// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Synchronization

/// Wakes threads that wait for something new; a ring between looking and waiting is not lost.
final class Bell: Sendable {
    private let condition = NSCondition()
    private let count = Atomic<Int>(0)

    /// How often it has rung; take it before looking, and wait past it.
    var rings: Int { count.load(ordering: .acquiring) }

    /// Wakes all who wait.
    func ring() {
        condition.lock()
        count.add(1, ordering: .releasing)
        condition.broadcast()
        condition.unlock()
    }

    /// Waits until it has rung past that count; false if the deadline came first.
    @discardableResult
    func wait(past seen: Int, until deadline: ContinuousClock.Instant) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while rings == seen {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return false }
            _ = condition.wait(until: Date(timeIntervalSinceNow: left / .seconds(1)))
        }
        return true
    }
}
