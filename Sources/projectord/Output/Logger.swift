// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Projector
internal import Synchronization

/// Writes the log: whole lines, one after the other, from any thread.
final class Logger: Sendable {
    private let format: LogFormat
    private let level: LogLevel
    private let write: @Sendable (String) -> Void
    private let turn = Mutex(())

    /// Makes a log on the standard error, or where `write` says.
    init(format: LogFormat, level: LogLevel, write: @escaping @Sendable (String) -> Void = { Console.error($0) }) {
        self.format = format
        self.level = level
        self.write = write
    }

    /// Writes a fact, if it is pressing enough.
    func log(_ fact: LogLine) {
        guard level.includes(fact.level) else { return }
        let line = format.line(fact, time: Date())
        turn.withLock { _ in write(line) }
    }

    /// The log as the parts below take it.
    var sink: LogSink { { [self] in log($0) } }
}
