// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a build is at.
public enum BuildPhase: String, Hashable, Sendable, CaseIterable {
    /// It reads the log.
    case reading
    /// It makes the tables' indexes.
    case indexes
    /// It fills the views.
    case views
    /// It is compared with the live generation.
    case proving
    /// It takes over.
    case switching
}
