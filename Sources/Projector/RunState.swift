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
    /// It stands still until an operator acts.
    case stopped(StopCause)

    /// The state's name in metrics, status and problems.
    public var name: String {
        switch self {
        case .starting: "starting"
        case .waiting: "waiting"
        case .running: "running"
        case .stopped(let cause): cause.code.rawValue
        }
    }
}
