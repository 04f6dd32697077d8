// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How a new generation's rows compare with the live one's, both as of one place in the log (R28).
public struct Proof: Sendable {
    /// The differing rows, and the held keys, that are told of each kind.
    public static let examplesMax = 20
    /// A live table with fewer rows may shrink: a few rows come and go.
    public static let smallRows: Int64 = 100

    /// Tables, what stands beside them, and views, in the order of the file.
    public var relations: [Relation] = []
    /// The keys that are held in the new generation alone, or from an earlier record on: they count as differences.
    public var heldAnew = HeldKeys()
    /// The keys whose rows were left out: held in the live generation and applied in the new one, or met in two
    /// partitions.
    public var leftOut = HeldKeys()
    /// Why nothing was compared but counted; nil if all was.
    public var unproven: String?

    /// Makes a proof of nothing.
    public init() {}

    /// Some held keys, the first of them as a list.
    public struct HeldKeys: Sendable {
        /// How many there are; a record without a key counts as one.
        public var count: Int64 = 0
        /// The first of them.
        public var first: [Held] = []
    }

    /// A key that is held.
    public struct Held: Hashable, Sendable {
        /// The key as text; nil for a record without one.
        public var key: String?
        /// Where its first held record stands, as `topic/partition@offset`.
        public var place: String
        /// Why it is held.
        public var code: String
    }

    /// The rows and keys that differ, and do count.
    public var differences: Int64 { relations.reduce(heldAnew.count) { $0 + $1.differences } }

    /// The tables that would lose most of their rows, or all.
    public var smaller: [Relation] { relations.filter(\.isMuchSmaller) }

    /// The relations that differ.
    public var differing: [Relation] { relations.filter { $0.differences > 0 } }

    /// The relations that were not compared, or not with all rows.
    public var incomplete: [Relation] { relations.filter { $0.notCompared != nil || $0.leftOut > 0 } }
}
