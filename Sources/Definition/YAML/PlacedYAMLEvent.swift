// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// An event with its place, and what it may carry that is refused.
struct PlacedYAMLEvent {
    var event: YAMLEvent
    /// The offset of its first character, in Unicode scalars.
    var scalar: Int
    var isAnchored = false
    var isTagged = false
}
