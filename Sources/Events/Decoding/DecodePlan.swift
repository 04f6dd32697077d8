// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How the records of one source become cells, compiled once when a projection opens.
public struct DecodePlan: Sendable {
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
    }

    /// One cell of a decoded record.
    public struct Slot: Hashable, Sendable {
        /// Where its value is found.
        public var origin: Origin
        /// What it is read as (R10).
        public var type: ValueType

        /// Makes a slot.
        public init(origin: Origin, type: ValueType) {
            self.origin = origin
            self.type = type
        }
    }

    /// What is read of the records of one event type.
    public struct Shape: Sendable {
        /// The event type; nil stands for every other, and for records without one.
        public var eventType: String?
        /// The cells of such a record, in order.
        public var slots: [Slot]

        /// Makes a shape.
        public init(eventType: String?, slots: [Slot]) {
            self.eventType = eventType
            self.slots = slots
        }
    }

    /// The source's place in its projection.
    public var source: UInt16
    /// The names of the headers that the plan reads.
    public var headers: [String]
    /// Where the event type is found.
    public var type: TypeSelector
    /// Where the time is found.
    public var time: TimeSelector
    /// The readings of the record's key that slots refer to.
    public var keys: [KeyReading]
    /// The shapes by event type, at most one of them without a type; a record of another type is ignored.
    public var shapes: [Shape]
    /// What is read of a tombstone: key columns only.
    public var tombstone: [Slot]

    /// Makes a plan.
    public init(
        source: UInt16, headers: [String] = [], type: TypeSelector = .none, time: TimeSelector = .record,
        keys: [KeyReading] = [], shapes: [Shape], tombstone: [Slot] = []
    ) {
        self.source = source
        self.headers = headers
        self.type = type
        self.time = time
        self.keys = keys
        self.shapes = shapes
        self.tombstone = tombstone
    }
}
