// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why a test cannot go on; thrown, so that the log of the daemon is echoed on the way out.
struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Ends the test with this text unless the condition holds.
func check(_ condition: Bool, _ text: @autoclosure () -> String) throws(TestFailure) {
    if !condition { throw TestFailure(text()) }
}
