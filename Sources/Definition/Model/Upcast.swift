// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// What the older events of one type are read as, step after step.
///
/// An upcast changes where fields are read, not the events: it costs nothing where nothing is renamed.
public struct Upcast: Hashable, Sendable {
    /// One step.
    public enum Step: Hashable, Sendable {
        /// What is read at `to` or within it, and is not there, is read at `from`; at `from` there is nothing any more.
        case rename(from: EventPath, to: EventPath)
        /// Where nothing is at `path`, not even null, the value is this JSON text's.
        case defaulting(EventPath, json: String)
        /// What is at `path` is not read.
        case drop(EventPath)
    }

    /// The event type; nil for every type without an upcast of its own, and for records without a type.
    public var eventType: String?
    /// The steps, in order.
    public var steps: [Step]

    /// Makes an upcast.
    public init(eventType: String?, steps: [Step]) {
        self.eventType = eventType
        self.steps = steps
    }
}
