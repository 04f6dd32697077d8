// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import SampleShop

@Suite struct MoneyTests {
    @Test(
        "an amount is read exactly",
        arguments: [("0", 0), ("12", 1_200), ("12.5", 1_250), ("12.05", 1_205), ("1000000", 100_000_000)])
    func reads(text: String, cents: Int) {
        #expect(Money(text)?.cents == Int64(cents))
    }

    @Test(
        "what is no amount is refused",
        arguments: ["", ".", "1.", ".5", "-1", "+1", "1.234", "1e3", " 1", "1,5", "1000000.01", "99999999999999999999"])
    func refuses(text: String) {
        #expect(Money(text) == nil)
    }

    @Test("an amount is written with two digits", arguments: [(0, "0.00"), (5, "0.05"), (-1_250, "-12.50")])
    func writes(cents: Int, text: String) {
        #expect(Money(cents: Int64(cents)).description == text)
    }

    @Test("a time is written with six digits of the second, as a read model writes it")
    func time() {
        #expect(Timestamp.text(ms: 1_767_225_600_007) == "2026-01-01T00:00:00.007000Z")
        #expect(Timestamp.text(ms: 1_767_225_600_000) == "2026-01-01T00:00:00.000000Z")
    }
}
