// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How the records of one source become cells, compiled once when a projection opens.
public struct DecodePlan: Sendable {
    /// The format of values.
    public enum Format: Hashable, Sendable {
        /// A JSON object, the body.
        case json
        /// A change of a row; the body is its image after the change (R18).
        case debezium(DebeziumReading)
        /// A CloudEvents 1.0 event; the body is its data.
        case cloudEvents
    }

    /// Where a record's event type is found.
    public enum TypeSelector: Hashable, Sendable {
        /// Records carry no type: all take the shape named `*`.
        case none
        /// The value of a header, by its index in `headers`.
        case header(Int)
        /// A string in the body.
        case body(EventPath)
    }

    /// Where a record's own time is found.
    public enum TimeSelector: Hashable, Sendable {
        /// The record's Kafka timestamp.
        case record
        /// The value of a header, by its index in `headers`.
        case header(Int)
        /// A timestamp in the body.
        case body(EventPath)
        /// A field of a change's source block, in milliseconds since 1970 or as its name says (`ts_us`, `ts_ns`).
        case source(EventPath)
    }

    /// How a table reads the record's key (R9).
    public struct KeyReading: Hashable, Sendable {
        /// One column of the table's key.
        public struct Column: Hashable, Sendable {
            /// The field of the key's object that holds it.
            public var path: EventPath
            /// The column's type.
            public var type: ValueType

            /// Makes a key column.
            public init(path: EventPath, type: ValueType) {
                self.path = path
                self.type = type
            }
        }

        /// The key's columns, in the table's order.
        public var columns: [Column]
        /// Whether a key that is plain text or a JSON scalar is the value of the one column.
        public var allowsScalar: Bool

        /// Makes a reading.
        public init(columns: [Column], allowsScalar: Bool) {
            self.columns = columns
            self.allowsScalar = allowsScalar
        }
    }

    /// Where the value of a slot is found.
    public enum Origin: Hashable, Sendable {
        /// A field of the body.
        case body(EventPath)
        /// A column of the record's key, by its place in `keys` and there.
        case keyColumn(reading: Int, column: Int)
        /// The record's key as such: the whole of it, or a field of a JSON key.
        case key(EventPath)
        /// A header's value, by its index in `headers`.
        case header(Int)
        /// The record's event type.
        case type
        /// The record's time, by the plan's time selector.
        case time
        /// The record's offset.
        case offset
        /// In an element's slots: the element, or a field of it.
        case each(EventPath)
        /// In an element's slots: the element's place in its array.
        case index
        /// A field of a change's source block.
        case source(EventPath)
        /// Nothing: the value is NULL, or the slot's `missing`.
        case nothing
    }

    /// One cell of a decoded record.
    public struct Slot: Hashable, Sendable {
        /// Where its value is found.
        public var origin: Origin
        /// What it is read as (R10).
        public var type: ValueType
        /// For a value of the body: where it is found if nothing is there, first to last.
        public var otherwise: [EventPath]
        /// The JSON text that is read where nothing is found at all; nil for NULL.
        public var missing: String?

        /// Makes a slot.
        public init(origin: Origin, type: ValueType, otherwise: [EventPath] = [], missing: String? = nil) {
            self.origin = origin
            self.type = type
            self.otherwise = otherwise
            self.missing = missing
        }
    }

    /// What is read of the records of one event type.
    public struct Shape: Sendable {
        /// The event type; nil stands for every other, and for records without one.
        public var eventType: String?
        /// The cells of such a record, in order.
        public var slots: [Slot]
        /// The arrays that are read, whose cells follow those of `slots`.
        public var arrays: [ArrayReading]

        /// Makes a shape.
        public init(eventType: String?, slots: [Slot], arrays: [ArrayReading] = []) {
            self.eventType = eventType
            self.slots = slots
            self.arrays = arrays
        }
    }

    /// An array whose elements are read one by one (R16).
    ///
    /// Its cells are, first, the number of its elements (an integer; 0 where it is absent or null; bad where it is no
    /// array, then without elements), then for each element the cells of `slots`.
    public struct ArrayReading: Hashable, Sendable {
        /// Where it is in the body.
        public var path: EventPath
        /// Where it is found if nothing is there, first to last.
        public var otherwise: [EventPath]
        /// The cells of each element: `each` and `index` alone.
        public var slots: [Slot]

        /// Makes a reading.
        public init(path: EventPath, otherwise: [EventPath] = [], slots: [Slot]) {
            self.path = path
            self.otherwise = otherwise
            self.slots = slots
        }
    }

    /// The source's place in its projection.
    public var source: UInt16
    /// The format of values.
    public var format: Format
    /// The names of the headers that the plan reads.
    public var headers: [String]
    /// Where the event type is found.
    public var type: TypeSelector
    /// Where the event's id is found, a text; if anywhere, each event's cells end with the two of its identity.
    public var id: TypeSelector
    /// Where the time is found.
    public var time: TimeSelector
    /// The readings of the record's key that slots refer to.
    public var keys: [KeyReading]
    /// The shapes by event type, at most one of them without a type; a record of another type is ignored.
    public var shapes: [Shape]
    /// What is read of a tombstone: key columns, and the time.
    public var tombstone: [Slot]

    /// Makes a plan.
    public init(
        source: UInt16, format: Format = .json, headers: [String] = [], type: TypeSelector = .none,
        id: TypeSelector = .none, time: TimeSelector = .record, keys: [KeyReading] = [], shapes: [Shape],
        tombstone: [Slot] = []
    ) {
        self.source = source
        self.format = format
        self.headers = headers
        self.type = type
        self.id = id
        self.time = time
        self.keys = keys
        self.shapes = shapes
        self.tombstone = tombstone
    }
}
