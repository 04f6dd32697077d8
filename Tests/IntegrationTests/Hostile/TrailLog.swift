// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// The events of a topic as its log has them, and their fold in plain Swift.
struct TrailLog {
    struct Event {
        var partition: Int32
        var offset: Int64
        var number: Int64
        var text: String
    }

    /// By key, in each partition's order.
    private(set) var events: [String: [Event]] = [:]
    private(set) var count = 0

    mutating func add(_ partition: Int32, _ offset: Int64, _ key: String?, _ value: String?) throws {
        let object = (try? JSONSerialization.jsonObject(with: Data((value ?? "").utf8))) as? [String: Any]
        guard let key, let number = object?["number"] as? Int, let text = object?["text"] as? String else {
            throw TestFailure("the log has an event that nobody sent at \(partition)@\(offset)")
        }
        events[key, default: []].append(
            Event(partition: partition, offset: offset, number: Int64(number), text: text))
        count += 1
    }

    /// The keys of more than one partition.
    var scattered: Set<String> { Set(events.filter { Set($0.value.map(\.partition)).count > 1 }.keys) }

    /// The events of each key in the order in which they were sent: where a key has moved, the log alone does not
    /// tell it.
    private var ordered: [String: [Event]] { events.mapValues { $0.sorted { $0.number < $1.number } } }

    var latest: Trails.Rows {
        rows { events in events.last.map { [.text($0.text), .integer($0.number)] } ?? [] }
    }

    var trails: Trails.Rows {
        rows { events in
            var hash: Int64 = 7
            for event in events { hash = (hash * 31 + event.number) % 1_000_003 }
            return [
                .integer(Int64(events.count)), .integer(events.reduce(0) { $0 + $1.number }), .integer(hash),
            ]
        }
    }

    private func rows(_ row: ([Event]) -> [ModelFile.Value]) -> Trails.Rows {
        Dictionary(uniqueKeysWithValues: ordered.map { (.text($0.key), row($0.value)) })
    }
}
