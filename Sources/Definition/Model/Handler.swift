// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// What a table does for the events of one type.
public struct Handler: Hashable, Sendable {
    /// What is done to the row.
    public enum Action: Hashable, Sendable {
        /// Columns take new values; the others keep theirs, and are NULL in a new row.
        case set([Assignment])
        /// The row goes: with `each`, those of the elements; without, all rows of the record's key (R16).
        case delete
    }

    /// The event type; nil for every type without a handler of its own, and for records without a type.
    public var eventType: String?
    /// The array of the body with one row an element (R16); nil for one row a record.
    public var each: EventPath?
    /// Whether rows of the record's key that the array does not name again go (R16).
    public var replaces: Bool
    /// What is done.
    public var action: Action

    /// Makes a handler.
    public init(eventType: String?, each: EventPath? = nil, replaces: Bool = false, action: Action) {
        self.eventType = eventType
        self.each = each
        self.replaces = replaces
        self.action = action
    }
}

/// A column's new value.
public struct Assignment: Hashable, Sendable {
    /// The place of the column in the table's `columns`.
    public var column: Int
    /// The expression in one of the common forms, which the fold computes itself.
    public var form: Form
    /// The same expression for SQLite, which computes all other forms: both mean the same (R11).
    public var sql: FoldSQL
    /// The commuting family of the whole expression (R8); nil if it has none.
    public var family: Family?

    /// How an expression combines the column with the event, in families whose members commute.
    public enum Family: String, Hashable, Sendable {
        /// `col + e` and `col - e`.
        case sum
        /// `min(col, e)`.
        case least
        /// `max(col, e)`.
        case greatest
    }

    /// The forms of an expression, `col` being the assigned column.
    public enum Form: Hashable, Sendable {
        /// The operand.
        case value(Operand)
        /// `col + operand`, NULL lifted (R11).
        case add(Operand)
        /// `col - operand`, NULL lifted (R11).
        case subtract(Operand)
        /// `min(col, operand)`, NULL lifted (R11).
        case least(Operand)
        /// `max(col, operand)`, NULL lifted (R11).
        case greatest(Operand)
        /// `coalesce(col, operand)`.
        case coalesce(Operand)
        /// None of these: SQLite computes it.
        case other
    }

    /// Makes an assignment.
    public init(column: Int, form: Form, sql: FoldSQL, family: Family? = nil) {
        self.column = column
        self.form = form
        self.sql = sql
        self.family = family
    }
}

/// A value that an event or the file gives.
public enum Operand: Hashable, Sendable {
    /// Read from the event.
    case field(EventField)
    /// Written in the file.
    case constant(StoredValue)
}

/// A value of an event, typed.
public struct EventField: Hashable, Sendable {
    /// Where it is found.
    public enum Origin: Hashable, Sendable {
        /// `$.a.b`: a field of the body.
        case body(EventPath)
        /// `$key` and `$key.a`: the record's key, or a field of it.
        case key(EventPath)
        /// `$header.name`: a header's value.
        case header(String)
        /// `$type`: the event type.
        case type
        /// `$time`: the record's time by its source.
        case time
        /// `$offset`: the record's offset.
        case offset
        /// `$each` and `$each.a`: the element at hand, or a field of it.
        case each(EventPath)
        /// `$index`: the element's place in its array, from 0.
        case index
        /// `$source.name`: a field of a change's source block.
        case source(EventPath)
    }

    /// Where it is found.
    public var origin: Origin
    /// What it is read as.
    public var type: ValueType

    /// Makes a field.
    public init(origin: Origin, type: ValueType) {
        self.origin = origin
        self.type = type
    }
}

/// A fold's expression as one SELECT of one column, with the event's fields first and the row's columns after them.
public struct FoldSQL: Hashable, Sendable {
    /// The statement: `?1` to `?n` are `fields`, `?n+1` and on are `columns`; NULL is lifted in it where R11 says so.
    public var text: String
    /// The event's fields that it reads.
    public var fields: [EventField]
    /// The row's columns that it reads, as places in the table's key columns followed by its columns.
    public var columns: [Int]

    /// Makes a statement.
    public init(text: String, fields: [EventField], columns: [Int]) {
        self.text = text
        self.fields = fields
        self.columns = columns
    }
}
