// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What an expression of a resolved SELECT may name: the items of its FROM, then those of the SELECTs around it.
public struct SelectScope: Hashable, Sendable {
    /// An item of a FROM with its columns.
    public struct Item: Hashable, Sendable {
        /// The name under which columns are taken from it.
        public var name: String
        /// Its columns.
        public var columns: [Relation.Column]
        /// The names of its key's columns; empty if none is known.
        public var key: [String]
        /// The relation that it is, by its declared name; nil for a SELECT and a common table.
        public var relation: String?

        /// The column of that name.
        public func column(_ name: String) -> Relation.Column? {
            columns.first { SQLName.equal($0.name, name) }
        }
    }

    /// The items of the SELECT itself, in order.
    public var items: [Item]
    /// The items of the SELECTs around it, the nearest first; no name stands twice among all.
    public var outer: [Item]

    /// The item of that name, of the SELECT itself or of one around it.
    public func item(_ name: String) -> Item? {
        items.first { SQLName.equal($0.name, name) } ?? outer.first { SQLName.equal($0.name, name) }
    }
}
