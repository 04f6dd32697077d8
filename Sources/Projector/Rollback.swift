// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// An operator's way back to the previous generation, begun (R31).
public struct Rollback: Sendable {
    /// A partition whose position goes back: tokens of what lies between are not met until it was read again.
    public struct Break: Hashable, Sendable {
        /// The topic.
        public var topic: String
        /// The partition.
        public var partition: Int32
        /// How far the live generation has worked it off.
        public var from: Int64
        /// How far the previous one has.
        public var to: Int64
    }

    /// The number of the previous generation.
    public var number: Int
    /// The number of the live one; nil if there is none.
    public var replaced: Int?
    /// What goes back; empty if the previous generation catches up first.
    public var breaks: [Break]
}
