// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// What an expression or an index may name of a table.
public struct TableShape: Hashable, Sendable {
    /// A column's name and type.
    public struct Column: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The type.
        public var type: ValueType

        /// Makes a column.
        public init(_ name: String, _ type: ValueType) {
            self.name = name
            self.type = type
        }
    }

    /// The table's name.
    public var name: String
    /// The columns of the key.
    public var key: [Column]
    /// The other declared columns.
    public var columns: [Column]
    /// Whether the key comes from the body, so that folds must commute (R8).
    public var isRekeyed: Bool

    /// Makes a shape.
    public init(name: String, key: [Column], columns: [Column], isRekeyed: Bool) {
        self.name = name
        self.key = key
        self.columns = columns
        self.isRekeyed = isRekeyed
    }

    /// The shape of a checked table.
    public init(_ table: Table) {
        name = table.name
        key = table.key.map { Column($0.name, $0.type) }
        columns = table.columns.map { Column($0.name, $0.type) }
        isRekeyed = table.kind == .rekeyed
    }

    /// The key's columns, then the others: the order of the table in its file, and of `FoldSQL.columns`.
    public var all: [Column] { key + columns }
}
