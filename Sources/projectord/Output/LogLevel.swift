// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Projector

/// The least pressing facts that are still written.
enum LogLevel: String, CaseIterable, Sendable {
    case error
    case warning
    case info
    case debug

    /// Whether a fact is written.
    func includes(_ level: LogLine.Level) -> Bool { Self.rank(level.rawValue) <= Self.rank(rawValue) }

    private static func rank(_ name: String) -> Int { allCases.firstIndex { $0.rawValue == name } ?? 0 }
}
