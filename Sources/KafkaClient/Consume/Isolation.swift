// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Which records a consumer sees, and which end of the log it is told.
public enum Isolation: String, Hashable, Sendable {
    /// Committed records only; a partition's end is its last stable offset.
    case committed = "read_committed"
    /// All records; a partition's end is its high watermark.
    case uncommitted = "read_uncommitted"
}
