// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// How long one look at a condition waits for the next, in milliseconds: short beside all that is waited for here.
private let pauseMs = 5

/// Waits until the condition holds; throws what it was that did not come about before the deadline.
func wait(
    for what: @autoclosure () -> String, seconds: Double, until condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw TestFailure("not within \(seconds) s: \(what())") }
        pause(milliseconds: pauseMs)
    }
}

/// Holds a thread that produces or kills at its own pace; nothing that is checked depends on it.
func pause(milliseconds: Int) {
    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(milliseconds))
}

extension ContinuousClock.Instant {
    /// The time from this moment until now, in seconds with two digits.
    var elapsed: String { (ContinuousClock.now - self).seconds }
}

extension Duration {
    /// In seconds with two digits.
    var seconds: String { String(format: "%.2f s", self / .seconds(1)) }
}
