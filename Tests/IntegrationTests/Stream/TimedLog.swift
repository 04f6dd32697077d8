// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient

/// The stream's committed records with their timestamps, to be cut at a time.
struct TimedLog {
    private struct Place: Hashable {
        var topic: Int
        var partition: Int
    }

    private var records: [Place: [(ms: Int64, number: Int)]] = [:]

    init(_ stream: Stream) throws {
        let places = Stream.Topic.allCases.enumerated().flatMap { topic, name in
            (0..<Stream.partitions).map { (Place(topic: topic, partition: $0), stream.name(name)) }
        }
        let assignments = places.map { Assignment(topic: $0.1, partition: Int32($0.0.partition), offset: 0) }
        let header = HeaderName(Stream.numberHeader)
        var records = records
        try CommittedLog.read(assignments, stream.topics.settings) { message in
            var number: Int?
            message.withHeader(header) { number = CommittedLog.text($0).flatMap { Int($0) } }
            guard let number else { throw TestFailure("a record without a number at \(message.offset)") }
            records[places[message.assignmentIndex].0, default: []].append((message.timestampMs, number))
        }
        self.records = records
    }

    /// How many there are.
    var count: Int { records.values.reduce(0) { $0 + $1.count } }

    /// From the first timestamp to the last.
    var span: ClosedRange<Int64> {
        let all = records.values.joined().map(\.ms)
        return (all.min() ?? 0)...(all.max() ?? 0)
    }

    /// The numbers of the events before each partition's first record that is later.
    func numbers(untilMs ms: Int64) -> [Int] {
        records.sorted { ($0.key.topic, $0.key.partition) < ($1.key.topic, $1.key.partition) }.flatMap { entry in
            entry.value.prefix { $0.ms <= ms }.map(\.number)
        }
    }
}
