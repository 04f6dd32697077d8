// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// Whether the tests run at their full length, which is long for each change: `PROJECTORD_TEST_LONG=1`.
enum LongRun {
    static let isWanted = ProcessInfo.processInfo.environment["PROJECTORD_TEST_LONG"] == "1"

    /// How often a test does what it does.
    static func rounds(_ short: Int, long: Int) -> Int { isWanted ? long : short }
}
