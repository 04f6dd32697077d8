// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A way into a JSON document, such as `a.b[0]`; empty for the whole document.
public struct EventPath: Hashable, Sendable {
    /// One step of a path.
    public enum Step: Hashable, Sendable {
        /// Into the field of an object.
        case field(String)
        /// Into the element of an array, from 0.
        case element(Int)
    }

    /// The steps from the document's root.
    public var steps: [Step]

    /// Makes a path of `steps`.
    public init(_ steps: [Step] = []) {
        self.steps = steps
    }
}
