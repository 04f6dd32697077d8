// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Synchronization

/// A topic of numbered events, and a projection whose rows tell which of them were applied, and in which order.
///
/// `latest` is a replica, `trails` a fold whose hash differs as soon as two events of a key change places.
final class Trails: Sendable {
    typealias Rows = [ModelFile.Value: [ModelFile.Value]]

    let projection: String
    let topic: String
    private let settings: KafkaSettings
    private let sent = Atomic<Int>(0)

    init(_ projection: String, topic: String, _ settings: KafkaSettings) {
        self.projection = projection
        self.topic = topic
        self.settings = settings
    }

    /// How many events were thought of so far.
    var sentCount: Int { sent.load(ordering: .relaxed) }

    var projectionText: String {
        """
        projection: \(projection)
        held: {stop_above: off}
        sources:
          events: {topic: \(topic), format: json}
        tables:
          latest:
            from: events
            key: {id: text}
            columns: {text: text, number: integer}
          trails:
            key: {id: text}
            columns: {n: integer, sum: integer, hash: integer}
            on:
              events:
                "*":
                  set:
                    n: n + 1
                    sum: sum + $.number
                    hash: (coalesce(hash, 7) * 31 + integer($.number)) % 1000003
        queries:
          latest:
            sql: SELECT * FROM latest WHERE id = :id
            params: {id: {type: text, required: true}}
        """
    }

    /// The next event of a key.
    func next(_ key: String) -> (key: [UInt8], value: [UInt8]) {
        let number = sent.add(1, ordering: .relaxed).newValue
        return (Array(key.utf8), Array(#"{"number":\#(number),"text":"\#(key) \#(number)"}"#.utf8))
    }

    /// Writes events of keys in turn; the place is that of the last.
    @discardableResult
    func send(_ count: Int, keys: Range<Int> = 0..<50, partitioner: String = "murmur2_random") throws -> Topics.Place {
        let settings = try KafkaSettings(
            bootstrap: settings.bootstrap, properties: settings.properties.merging(["partitioner": partitioner]) { $1 })
        let producer = try Producer(settings: settings) { _ in }
        defer { producer.close(deadlineMs: 5_000) }
        for number in 0..<(count - 1) {
            let (key, value) = next("k\(keys.lowerBound + number % keys.count)")
            try producer.send(topic: topic, key: key, value: value)
        }
        let (key, value) = next("k\(keys.lowerBound)")
        let place = try producer.sendAndWait(topic: topic, key: key, value: value)
        try producer.flush(timeoutMs: 30_000)
        return Topics.Place(topic: topic, partition: place.partition, offset: place.offset)
    }

    /// Writes events of keys in turn in one transaction, which it commits or aborts.
    func sendTransaction(_ count: Int, keys: Range<Int> = 0..<50, isAborted: Bool) throws {
        let producer = try Producer(settings: settings, transactionalID: topic) { _ in }
        defer { producer.close(deadlineMs: 5_000) }
        try producer.initTransactions(timeoutMs: 60_000)
        try producer.beginTransaction()
        for number in 0..<count {
            let (key, value) = next("k\(keys.lowerBound + number % keys.count)")
            try producer.send(topic: topic, key: key, value: value)
        }
        try producer.flush(timeoutMs: 30_000)
        if isAborted {
            try producer.abortTransaction(timeoutMs: 30_000)
        } else {
            try producer.commitTransaction(timeoutMs: 30_000)
        }
    }

    /// What the log has now, from its start.
    func read(partitions: Int = 1) throws -> TrailLog {
        let consumer = try Consumer(settings: settings, isolation: .committed) { _ in }
        defer { consumer.close(deadlineMs: 5_000) }
        let places = try (0..<Int32(partitions)).map { partition in
            let log = try consumer.watermarks(topic: topic, partition: partition, timeoutMs: 20_000)
            return Assignment(topic: topic, partition: partition, offset: log.low)
        }
        var log = TrailLog()
        try CommittedLog.read(places, settings) { message in
            let partition = places[message.assignmentIndex].partition
            try message.withBytes { key, value in
                try log.add(partition, message.offset, CommittedLog.text(key), CommittedLog.text(value))
            }
        }
        return log
    }

    /// Holds the rows of the live generation equal to the fold of what the log has, but for some keys.
    func check(_ home: DaemonHome, partitions: Int = 1, without left: Set<String> = []) throws {
        try check(home, equals: read(partitions: partitions), without: left)
    }

    func check(_ home: DaemonHome, equals log: TrailLog, without left: Set<String> = []) throws {
        let file = try ModelFile(data: home.data, projection: projection)
        func kept(_ rows: Rows) -> Rows { rows.filter { row in !left.contains { row.key == .text($0) } } }
        try expectEqual("latest", kept(file.rows("latest", ["id", "text", "number"])), kept(log.latest))
        try expectEqual("trails", kept(file.rows("trails", ["id", "n", "sum", "hash"])), kept(log.trails))
    }

    /// Waits until the live generation is at the log's ends: a wait for a token ends at a held record.
    func waitUntilRead(_ home: DaemonHome, partitions: Int, seconds: Double = 30) throws {
        let ends = try Topics.lastOffsets(of: [topic: partitions], settings)
        try wait(for: "\(projection) is at \(ends.map(\.token))", seconds: seconds) {
            let accounts = try ModelFile(data: home.data, projection: projection).accounts(topic)
            return ends.allSatisfy { (accounts[Int($0.partition)]?.done ?? 0) > $0.offset }
        }
    }

    /// The keys that the live generation holds, each with its cause.
    func held(_ home: DaemonHome) throws -> [String: String] {
        let file = try ModelFile(data: home.data, projection: projection)
        var held: [String: String] = [:]
        for row in try file.select("SELECT CAST(key AS TEXT), code FROM _held WHERE failed = 1") {
            if case .text(let key) = row[0], case .text(let code) = row[1] { held[key] = code }
        }
        return held
    }
}
