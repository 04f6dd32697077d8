// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why nothing was done about held records.
public enum HeldRefusal: Error, Sendable {
    /// The projection does not run: it starts, waits for the brokers, or stands still.
    case notRunning
    /// Too many requests wait.
    case busy
}
