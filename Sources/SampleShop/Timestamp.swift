// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// The wall clock, as the services write it down.
enum Timestamp {
    /// Milliseconds since 1970.
    static var nowMs: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    /// RFC 3339 in UTC with six digits of the second: the form in which a read model keeps it too.
    static func text(ms: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(ms / 1_000))
        let digits = String(ms % 1_000 + 1_000).dropFirst()
        return "\(date.formatted(.iso8601).dropLast()).\(digits)000Z"
    }
}
