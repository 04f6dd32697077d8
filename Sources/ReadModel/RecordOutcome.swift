// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What became of a record that was looked at and not held (R6).
public enum RecordOutcome: UInt8, Sendable, CaseIterable {
    /// It changed rows, or found them as they should be.
    case applied
    /// No table takes it.
    case noHandler
    /// Its id was seen before (R14).
    case repeated
    /// Its version is not above the row's (R13).
    case stale
    /// It is a heartbeat or message, for no row.
    case message
}
