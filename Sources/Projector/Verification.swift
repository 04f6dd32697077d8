// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How the views of a generation compare with their own SELECTs, run anew on one snapshot.
public struct Verification: Sendable {
    /// One view.
    public struct View: Hashable, Sendable {
        /// The view's name.
        public var name: String
        /// Why it is not kept, and was not compared (R20); nil if it is.
        public var failure: String?
        /// The table that it reads and that keeps no rows (R24), so that it was not compared; nil if none.
        public var stream: String?
        /// How many keys were compared; nil if all.
        public var keys: Int?
        /// The rows that the view has.
        public var rows: Int64 = 0
        /// The rows that the SELECT gives and the view lacks.
        public var missing: Int64 = 0
        /// The rows that the view has and the SELECT does not give.
        public var extra: Int64 = 0
        /// The first that differ: `+` before an extra one, `-` before a missing one.
        public var examples: [String] = []

        /// Whether the view is what its SELECT gives.
        public var isRight: Bool { failure == nil && missing == 0 && extra == 0 }
    }

    /// Which keys of each view are compared.
    public struct Sample: Hashable, Sendable {
        /// The most keys: each is kept in memory.
        public static let keysMax = 100_000

        /// How many keys are taken of each view, and as many of the rows that it reads.
        public var keys: Int
        /// What chooses them.
        public var seed: UInt64

        /// Makes a sample.
        public init(keys: Int, seed: UInt64) {
            self.keys = keys
            self.seed = seed
        }
    }

    /// The generation's number.
    public var generation: Int
    /// What chose the keys that were compared; nil if all were.
    public var seed: UInt64?
    /// The views, in the order of the file.
    public var views: [View]

    /// The differing rows that are shown of each view.
    public static let examplesMax = 5
}
