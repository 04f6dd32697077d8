// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

@testable import SampleShop

/// Waits until the condition holds; false if 15 s pass before.
func eventually(_ bell: Bell, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(15)
    while true {
        let seen = bell.rings
        if try condition() { return true }
        guard bell.wait(past: seen, until: deadline) else { return false }
    }
}
