// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A setting's value and where it came from.
struct SettingValue: Hashable, Sendable {
    /// The text as it was given.
    var text: String
    /// Where it came from.
    var origin: SettingOrigin
}
