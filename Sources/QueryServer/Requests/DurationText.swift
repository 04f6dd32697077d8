// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Times as requests write them: `5s`, `1500ms`, or plain seconds.
enum DurationText {
    /// The longest that is told apart; more is taken for it.
    private static let maxMs = 1_000_000_000

    /// The milliseconds of a text; nil if it is none.
    static func milliseconds(_ text: String) -> Int? {
        if let number = number(text, "ms") { return min(number, maxMs) }
        guard let seconds = number(text, "s") ?? number(text, "") else { return nil }
        return min(seconds, maxMs / 1_000) * 1_000
    }

    private static func number(_ text: String, _ unit: String) -> Int? {
        guard text.hasSuffix(unit) else { return nil }
        let digits = text.utf8.dropLast(unit.utf8.count)
        guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(text.dropLast(unit.count)))
    }
}
