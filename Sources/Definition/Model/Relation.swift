// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// What a view may read: its columns and what is known of them.
public struct Relation: Hashable, Sendable {
    /// What it is.
    public enum Kind: Hashable, Sendable {
        /// A table.
        case table
        /// The past of a table (R15).
        case history
        /// An append-only table that keeps no rows (R24).
        case stream
        /// A view that stands before in the file.
        case view
    }

    /// A column.
    public struct Column: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its type; nil where it cannot be told (R23).
        public var type: ValueType?
        /// Whether it may be NULL.
        public var isNullable: Bool

        /// Makes a column.
        public init(_ name: String, _ type: ValueType?, isNullable: Bool = true) {
            self.name = name
            self.type = type
            self.isNullable = isNullable
        }
    }

    /// Its name.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// The declared columns, key first.
    public var columns: [Column]
    /// The names of the key's columns; for an append table `_at`, which no view may name; none for a view.
    public var key: [String]

    /// Makes a relation.
    public init(name: String, kind: Kind, columns: [Column], key: [String]) {
        self.name = name
        self.kind = kind
        self.columns = columns
        self.key = key
    }

    /// What views may read of a table: itself and, if it is kept, its past.
    public static func all(of table: Table) -> [Relation] {
        let key = table.key.map { Column($0.name, $0.type, isNullable: false) }
        let columns = table.columns.map { Column($0.name, $0.type) }
        let keyNames = table.kind == .append ? [SchemaSQL.positionColumn] : table.key.map(\.name)
        let itself = Relation(
            name: table.name, kind: table.keepsRows ? .table : .stream, columns: key + columns, key: keyNames)
        guard table.hasHistory else { return [itself] }
        let moments = [SchemaSQL.validFromColumn, SchemaSQL.validToColumn]
        let past = Relation(
            name: SchemaSQL.historyName(of: table), kind: .history,
            columns: key + columns + moments.map { Column($0, .timestamp, isNullable: false) },
            key: keyNames + [SchemaSQL.validFromColumn])
        return [itself, past]
    }
}
