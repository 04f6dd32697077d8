// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// Rows folded from one source, one row per key.
public struct Table: Hashable, Sendable {
    /// How a table is fed.
    public enum Kind: Hashable, Sendable {
        /// Each record is the whole row (`from:`).
        case replica
        /// Handlers change the row of the record's key.
        case folded
        /// Handlers change the row of a key in the body; they commute (R8).
        case rekeyed
        /// Each record adds a row, which never changes (`append: true`); it has no declared key.
        case append
    }

    /// The name, unique in its projection: also its name in the file and in queries.
    public var name: String
    /// How it is fed.
    public var kind: Kind
    /// The place of its source in the projection.
    public var source: Int
    /// The columns of its primary key; none for an append table, whose rows are named by partition and offset.
    public var key: [KeyColumn]
    /// The other declared columns.
    public var columns: [Column]
    /// What is done for which event; empty for a replica and an append table.
    public var handlers: [Handler]
    /// Whether the table's past is kept too, in `<name>_history` (R15).
    public var hasHistory: Bool
    /// The field of the body that rises with each event of a row (R13); nil if rows have no version.
    public var version: EventPath?
    /// The terms of each further index, as SQL, such as `customer_id, placed_at DESC`.
    public var indexes: [String]
    /// Whether its rows are stored; those of an append table with `keep: false` are only told to views (R24).
    public var keepsRows: Bool

    /// Makes a table.
    public init(
        name: String, kind: Kind, source: Int, key: [KeyColumn], columns: [Column], handlers: [Handler] = [],
        hasHistory: Bool = false, version: EventPath? = nil, indexes: [String] = [],
        keepsRows: Bool = true
    ) {
        self.name = name
        self.kind = kind
        self.source = source
        self.key = key
        self.columns = columns
        self.handlers = handlers
        self.hasHistory = hasHistory
        self.version = version
        self.indexes = indexes
        self.keepsRows = keepsRows
    }

    /// Whether rows depend on every record, so that a compacted topic cannot make them (R5).
    ///
    /// Only whole images do not: the last one of each key is all that they need.
    public var needsEveryRecord: Bool { kind != .replica || hasHistory || version != nil }

    /// Whether a record makes one row for each element of an array (R16).
    public var hasRowPerElement: Bool {
        key.contains { column in
            if case .element = column.origin { true } else { false }
        }
    }
}

/// A column of a table's primary key.
public struct KeyColumn: Hashable, Sendable {
    /// Where a key column's value is found.
    public enum Origin: Hashable, Sendable {
        /// In the record's key: the field of the path, which is the column's name unless the file renames it; a key
        /// that is a scalar is the value of a table's one key column.
        case recordKey(EventPath)
        /// In the event: the table is re-keyed.
        case event(EventField.Origin)
        /// In the element that an `each` is at: `$each.field`, or `$index` (R16).
        case element(EventField.Origin)
    }

    /// The column's name.
    public var name: String
    /// Its type.
    public var type: ValueType
    /// Where its value is found.
    public var origin: Origin

    /// Makes a key column.
    public init(name: String, type: ValueType, origin: Origin) {
        self.name = name
        self.type = type
        self.origin = origin
    }
}

/// A declared column beside the key.
public struct Column: Hashable, Sendable {
    /// The column's name.
    public var name: String
    /// Its type.
    public var type: ValueType
    /// For a table with `from:`, the value that it holds; unused otherwise.
    public var origin: EventField.Origin

    /// Makes a column; that of a table with `from:` is the field of its own name unless `origin` says otherwise.
    public init(name: String, type: ValueType, origin: EventField.Origin? = nil) {
        self.name = name
        self.type = type
        self.origin = origin ?? .body(EventPath([.field(name)]))
    }
}
