// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing
import Views

@Suite("View failures")
struct ViewFailureTests {
    @Test("a failure names its view and its cause")
    func namesViewAndCause() {
        let failure = ViewFailure(view: "totals", message: "integer overflow")
        #expect("\(failure)".contains("totals") && "\(failure)".contains("integer overflow"))
    }
}
