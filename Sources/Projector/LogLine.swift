// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One fact for the daemon's log.
public struct LogLine: Sendable {
    /// Who must look at it.
    public enum Level: String, Sendable {
        /// Something stopped, and an operator must act.
        case error
        /// Something is wrong that may right itself.
        case warning
        /// What the daemon did.
        case info
        /// What only a developer wants to know.
        case debug
    }

    /// Who must look at it.
    public var level: Level
    /// What happened; lower case, no period.
    public var message: String
    /// The circumstances, in the order in which they are printed.
    public var fields: [(name: String, value: String)]

    /// Makes a line.
    public init(_ level: Level, _ message: String, _ fields: [(name: String, value: String)] = []) {
        self.level = level
        self.message = message
        self.fields = fields
    }
}

/// Where log lines go; called from any thread.
public typealias LogSink = @Sendable (LogLine) -> Void
