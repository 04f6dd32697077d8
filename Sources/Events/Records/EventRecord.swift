// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What became of a record in decoding.
public enum EventFate: UInt8, Sendable {
    /// An event: its shape says what its cells are.
    case event = 0
    /// A record without a value, or a change that deletes: its key was deleted.
    case tombstone = 1
    /// A record that no handler is for.
    case ignored = 2
    /// A record that could not be read; its fault says why, its one cell holds an excerpt.
    case unreadable = 3
    /// A heartbeat or message of a connector, for no row.
    case message = 4
    /// A change that empties the whole table (R18).
    case truncate = 5
}

/// One decoded record of an `EventBatch`: 32 bytes, its cells lie in the batch.
public struct EventRecord: BitwiseCopyable, Sendable {
    /// The record's offset in its partition.
    public var offset: Int64
    /// The record's Kafka timestamp in milliseconds since 1970, -1 if it has none.
    public var timestampMs: Int64
    /// The index of its first cell in the batch.
    public var firstCell: UInt32
    /// The number of its cells.
    public var cellCount: UInt32
    /// The source's place in its projection.
    public var source: UInt16
    /// The partition's place in the projection's own list of partitions.
    public var partition: UInt16
    /// The place of the record's shape in the plan; meaningful for events only.
    public var shape: UInt16
    /// The raw value of the record's `EventFate`.
    public var rawFate: UInt8
    /// For an unreadable record, the raw value of its `ConversionFault`; for an event, 1 if it is of a snapshot.
    public var rawFault: UInt8

    /// Makes a record.
    public init(
        offset: Int64, timestampMs: Int64, firstCell: UInt32, cellCount: UInt32, source: UInt16, partition: UInt16,
        shape: UInt16, fate: EventFate, rawFault: UInt8 = 0
    ) {
        self.offset = offset
        self.timestampMs = timestampMs
        self.firstCell = firstCell
        self.cellCount = cellCount
        self.source = source
        self.partition = partition
        self.shape = shape
        self.rawFate = fate.rawValue
        self.rawFault = rawFault
    }

    /// Whether the event is a row's image in a snapshot, made before the log began (R15).
    @inlinable public var isSnapshot: Bool { rawFate == EventFate.event.rawValue && rawFault == 1 }

    /// What became of the record.
    @inlinable public var fate: EventFate { EventFate(rawValue: rawFate) ?? .unreadable }
}
