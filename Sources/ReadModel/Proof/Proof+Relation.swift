// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Proof {
    /// One table, history or view of the two generations.
    public struct Relation: Sendable {
        /// Its name in the file.
        public var name: String
        /// What it is.
        public var kind: ProofRelation.Kind
        /// The rows that the live generation has.
        public var liveRows: Int64 = 0
        /// The rows that the new one has.
        public var rows: Int64 = 0
        /// The rows that only the live one has.
        public var missing: Int64 = 0
        /// The rows that only the new one has.
        public var extra: Int64 = 0
        /// The rows of one key with other values.
        public var changed: Int64 = 0
        /// The differing rows that do not count, since a record of their key is held.
        public var leftOut: Int64 = 0
        /// Why it was not compared; nil if it was.
        public var notCompared: String?
        /// The first that differ.
        public var examples: [RowDifference] = []

        /// Makes one that does not differ.
        init(_ name: String, _ kind: ProofRelation.Kind) {
            self.name = name
            self.kind = kind
        }

        /// The rows that differ and do count.
        public var differences: Int64 { missing + extra + changed }

        /// Whether it would lose all its rows, or more than half of many.
        public var isMuchSmaller: Bool {
            guard kind == .table else { return false }
            return rows == 0 && liveRows > 0 || liveRows >= Proof.smallRows && rows < liveRows / 2
        }
    }

    /// One row that differs.
    public struct RowDifference: Hashable, Sendable {
        /// How it differs.
        public enum Kind: String, Sendable {
            /// Only the live generation has it.
            case missing
            /// Only the new one has it.
            case extra
            /// Both have it, with other values.
            case changed
        }

        /// A column's two values as text, nil for NULL and where there is no row.
        public struct Column: Hashable, Sendable {
            /// The column's name.
            public var name: String
            /// What the live generation has.
            public var old: String?
            /// What the new one has.
            public var new: String?
        }

        /// How it differs.
        public var kind: Kind
        /// The values of the key; all values where rows have no key.
        public var key: [Column]
        /// The columns that differ; of a row that one has alone, all that are not part of the key.
        public var columns: [Column]
    }
}
