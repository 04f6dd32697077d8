// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// Numbers as people read them.
enum Figures {
    /// `1,234,567`.
    static func count(_ number: Int64) -> String {
        let digits = String(number.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return number < 0 ? "-" + result : result
    }

    /// `512 B`, `1.5 KB`, `20 MB`: steps of 1,000, two digits.
    static func bytes(_ number: Int64) -> String {
        var value = Double(number)
        for unit in ["B", "KB", "MB", "GB"] {
            if value < 1_000 { return "\(short(value, isWhole: unit == "B")) \(unit)" }
            value /= 1_000
        }
        return "\(short(value, isWhole: false)) TB"
    }

    /// `3 ms`, `1.2 s`, `4 min`, `2.1 h`.
    static func seconds(_ seconds: Double) -> String {
        if seconds < 1 { return "\(Int((seconds * 1_000).rounded())) ms" }
        if seconds < 120 { return "\(short(seconds, isWhole: false)) s" }
        if seconds < 7_200 { return "\(Int(seconds / 60)) min" }
        return "\(short(seconds / 3_600, isWhole: false)) h"
    }

    private static func short(_ value: Double, isWhole: Bool) -> String {
        if isWhole || value >= 10 { return String(Int(value.rounded())) }
        let tenths = Int((value * 10).rounded())
        return tenths.isMultiple(of: 10) ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}
