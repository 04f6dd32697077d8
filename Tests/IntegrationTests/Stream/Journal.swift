// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Synchronization

/// The events of a stream by number, in the order in which they were thought of.
final class Journal: Sendable {
    struct Entry: Sendable {
        var number: Int
        var event: StreamEvent
    }

    private let events = Mutex<[StreamEvent]>([])

    func add(_ new: [StreamEvent]) -> [Entry] {
        events.withLock { events in
            let first = events.count
            events += new
            return new.enumerated().map { Entry(number: first + $0.offset, event: $0.element) }
        }
    }

    /// The fold of events in this order.
    func model(of numbers: [Int]) throws -> StreamModel {
        let events = events.withLock { $0 }
        var model = StreamModel()
        for number in numbers {
            try check(events.indices.contains(number), "the log has an event \(number) that nobody sent")
            model.apply(events[number])
        }
        return model
    }
}
