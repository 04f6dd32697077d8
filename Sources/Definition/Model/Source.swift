// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// A Kafka topic and how its records are read.
public struct Source: Hashable, Sendable {
    /// The format of a source's values.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// A JSON object.
        case json
        /// A change of a row as Debezium sends it (R18).
        case debezium
        /// An event by CloudEvents 1.0, its attributes in headers or around its data.
        case cloudevents
    }

    /// How Debezium writes decimals, where the records do not say it themselves.
    public enum DecimalEncoding: String, Hashable, Sendable, CaseIterable {
        /// As text.
        case text
        /// As the base64 of the unscaled bytes.
        case base64
        /// As a JSON number.
        case number
    }

    /// How Debezium writes times, where the records do not say it themselves.
    public enum TimeEncoding: String, Hashable, Sendable, CaseIterable {
        /// By the precision of each column: milliseconds, microseconds or nanoseconds.
        case adaptive
        /// In milliseconds, as Kafka Connect's own types are.
        case connect
        /// In microseconds.
        case micros
        /// In nanoseconds.
        case nanos
    }

    /// Where a record's event type or time is found.
    public enum Selector: Hashable, Sendable {
        /// The value of a header.
        case header(String)
        /// A field of the body.
        case body(EventPath)
        /// A field of a change's source block.
        case source(EventPath)
    }

    /// The default of `repeats`, in offsets.
    public static let repeatsDefault = 100_000

    /// The name, unique in its projection.
    public var name: String
    /// The Kafka topic.
    public var topic: String
    /// How values are read.
    public var format: Format
    /// Where the event type is found; nil if records carry none.
    public var type: Selector?
    /// Where the event's id is found; nil if repeats are not looked for (R14).
    public var id: Selector?
    /// Where the record's time is found; nil for its Kafka timestamp.
    public var time: Selector?
    /// How many offsets back an id counts as seen (R14).
    public var repeats: Int
    /// What older events are read as.
    public var upcasts: [Upcast]
    /// By number: the ends of the partitions as they were when others were added, by partition (R4).
    public var cuts: [[Int32: Int64]]
    /// How decimals are written; nil if the records say it.
    public var decimals: DecimalEncoding?
    /// How times are written; nil if the records say it.
    public var times: TimeEncoding?

    /// Makes a source.
    public init(
        name: String, topic: String, format: Format = .json, type: Selector? = nil, id: Selector? = nil,
        time: Selector? = nil, repeats: Int = Source.repeatsDefault, upcasts: [Upcast] = [],
        cuts: [[Int32: Int64]] = [], decimals: DecimalEncoding? = nil, times: TimeEncoding? = nil
    ) {
        self.name = name
        self.topic = topic
        self.format = format
        self.type = type
        self.id = id
        self.time = time
        self.repeats = repeats
        self.upcasts = upcasts
        self.cuts = cuts
        self.decimals = decimals
        self.times = times
    }
}
