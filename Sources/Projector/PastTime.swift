// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// A moment up to which a past generation has the log (R30).
public struct PastTime: Hashable, Sendable {
    /// RFC 3339 in UTC, with six fraction digits.
    public let text: String
    /// Milliseconds since 1970, rounded down: as exact as the records' timestamps are.
    public let milliseconds: Int64

    /// Reads RFC 3339 with an offset; nil if the text is something else.
    public init?(_ text: String) {
        guard text.contains("T") || text.contains("t") || text.contains(" "),
            case .success(.text(let canonical)) = ValueType.timestamp.parse(text)
        else { return nil }
        let numbers = canonical.split { !$0.isNumber }.compactMap { Int64($0) }
        guard numbers.count == 7 else { return nil }
        let days = PastTime.days(year: numbers[0], month: numbers[1], day: numbers[2])
        let seconds = ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
        self.text = canonical
        milliseconds = seconds * 1_000 + numbers[6] / 1_000
    }

    /// The label of who gives none: `20260301T100000.250Z`, without a fraction where that is nothing.
    public var label: String {
        let digits = text.filter { $0 != "-" && $0 != ":" }
        let fraction = milliseconds % 1_000
        let tail = fraction == 0 ? "" : "." + String(String(1_000 + fraction).dropFirst())
        return String(digits.prefix(15)) + tail + "Z"
    }

    /// Days since 1970 in the Gregorian calendar: years are counted from March, so that a leap day is the last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = year * 12 + month - 3
        let (years, months) = (shifted / 12, shifted % 12)
        return years * 365 + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day - 1 - 719_468
    }
}
