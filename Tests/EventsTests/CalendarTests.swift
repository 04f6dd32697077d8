// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Testing

@Suite struct CalendarTests {
    /// The text of a day, by its distance in days from 1970.
    private func text(day: Int) -> String? {
        guard case .success(.text(let text)) = ValueType.timestamp.parse(String(day * 86_400_000 + 1)) else {
            return nil
        }
        return text
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: width - digits.count) + digits
    }

    @Test("every day of the years 0001 to 0800, 1500 to 2500 and 9200 to 9999 is printed as the calendar has it")
    func days() {
        let common = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (day, count) = (-719_162, 0)
        var wrong: [String] = []
        for year in 1...9_999 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            if (801..<1_500).contains(year) || (2_501..<9_200).contains(year) {
                day += isLeap ? 366 : 365
                continue
            }
            for month in 1...12 {
                let length = common[month - 1] + (isLeap && month == 2 ? 1 : 0)
                for number in 1...length {
                    let expected = "\(padded(year, 4))-\(padded(month, 2))-\(padded(number, 2))T00:00:00.001000Z"
                    if text(day: day) != expected { wrong.append(expected) }
                    day += 1
                    count += 1
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
        #expect(count > 900_000)
        #expect(text(day: day) == nil && text(day: -719_163) == nil)
    }
}
