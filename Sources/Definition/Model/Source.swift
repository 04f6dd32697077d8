// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// A Kafka topic and how its records are read.
public struct Source: Hashable, Sendable {
    /// The format of a source's values.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// A JSON object.
        case json
    }

    /// Where a record's event type or time is found.
    public enum Selector: Hashable, Sendable {
        /// The value of a header.
        case header(String)
        /// A field of the body.
        case body(EventPath)
    }

    /// The name, unique in its projection.
    public var name: String
    /// The Kafka topic.
    public var topic: String
    /// How values are read.
    public var format: Format
    /// Where the event type is found; nil if records carry none.
    public var type: Selector?
    /// Where the record's time is found; nil for its Kafka timestamp.
    public var time: Selector?

    /// Makes a source.
    public init(name: String, topic: String, format: Format = .json, type: Selector? = nil, time: Selector? = nil) {
        self.name = name
        self.topic = topic
        self.format = format
        self.type = type
        self.time = time
    }
}
