// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Dispatch
import Testing

/// Waits until the condition holds; an issue if it does not within `seconds`.
func eventually(
    _ what: Comment, seconds: Int = 30, sourceLocation: SourceLocation = #_sourceLocation, _ isMet: () throws -> Bool
) rethrows {
    let deadline = ContinuousClock.now + .seconds(seconds)
    let clock = DispatchSemaphore(value: 0)
    while ContinuousClock.now < deadline {
        if try isMet() { return }
        _ = clock.wait(timeout: .now() + .milliseconds(5))
    }
    Issue.record("not within \(seconds) s: \(what)", sourceLocation: sourceLocation)
}
