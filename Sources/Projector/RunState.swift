// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a projection is doing, in words.
public enum RunState: Hashable, Sendable {
    /// It opens its files and asks the brokers.
    case starting
    /// It waits for something outside, and goes on by itself.
    case waiting(reason: String)
    /// It reads the log.
    case running
    /// It cannot read on for a cause with a name, and goes on by itself once that is gone; queries are answered.
    case hindered(StopCause)
    /// It stands still until what is wrong was mended.
    case stopped(StopCause)

    /// The state's name in metrics, status and problems.
    public var name: String {
        switch self {
        case .starting: "starting"
        case .waiting: "waiting"
        case .running: "running"
        case .hindered(let cause), .stopped(let cause): cause.code.rawValue
        }
    }

    /// Why it does not read on, if that has a name.
    public var cause: StopCause? {
        switch self {
        case .starting, .waiting, .running: nil
        case .hindered(let cause), .stopped(let cause): cause
        }
    }
}
