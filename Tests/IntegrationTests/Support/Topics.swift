// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Synchronization

/// The topics of one test under names of their own, deleted by `delete`.
final class Topics: Sendable {
    private static let count = Atomic<Int>(0)

    let settings: KafkaSettings
    private let prefix: String
    private let replication: Int
    private let config: [String: String]
    private let made = Mutex<[String: Int]>([:])

    /// `replication` and `config` are for all of its topics.
    init(_ settings: KafkaSettings, replication: Int = 1, config: [String: String] = [:]) {
        self.settings = settings
        self.replication = replication
        self.config = config
        let number = Self.count.add(1, ordering: .relaxed).newValue
        prefix = "it-\(UUID().uuidString.prefix(8).lowercased())-\(number)-"
    }

    /// A topic's whole name.
    subscript(_ name: String) -> String { prefix + name }

    func create(_ name: String, partitions: Int, config: [String: String] = [:]) throws {
        let admin = try Admin(settings: settings) { _ in }
        defer { admin.close(deadlineMs: 5_000) }
        try admin.createTopic(
            name: self[name], partitions: partitions, replication: replication,
            config: self.config.merging(config) { $1 }, timeoutMs: 30_000)
        made.withLock { $0[self[name]] = partitions }
    }

    /// Deletes what was made; called when no client reads it any more, since librdkafka can hang closing one that does.
    func delete() {
        guard let admin = try? Admin(settings: settings, log: { _ in }) else { return }
        for name in made.withLock({ $0.keys }) { try? admin.deleteTopic(name: name, timeoutMs: 5_000) }
        admin.close(deadlineMs: 5_000)
    }

    /// The ends of all partitions, markers and aborted records counted, as places of the last offset.
    ///
    /// For readers of committed records the end is before the first transaction under way.
    func lastOffsets(_ isolation: Isolation = .uncommitted) throws -> [Place] {
        try Self.lastOffsets(of: made.withLock { $0 }, settings, isolation)
    }

    /// The ends of topics that have these numbers of partitions.
    static func lastOffsets(
        of topics: [String: Int], _ settings: KafkaSettings, _ isolation: Isolation = .uncommitted
    ) throws -> [Place] {
        let consumer = try Consumer(settings: settings, isolation: isolation) { _ in }
        defer { consumer.close(deadlineMs: 5_000) }
        return try topics.sorted { $0.key < $1.key }.flatMap { topic, partitions in
            try (0..<Int32(partitions)).compactMap { partition in
                let end = try self.end(of: topic, partition, consumer)
                return end == 0 ? nil : Place(topic: topic, partition: partition, offset: end - 1)
            }
        }
    }

    /// A broker that has just come back may not lead its partitions yet.
    private static func end(of topic: String, _ partition: Int32, _ consumer: Consumer) throws -> Int64 {
        var end: Int64 = 0
        try wait(for: "the end of \(topic)/\(partition)", seconds: 30) {
            do {
                end = try consumer.watermarks(topic: topic, partition: partition, timeoutMs: 20_000).high
                return true
            } catch let error as KafkaError where error.kind == .transport || error.isRetriable {
                return false
            }
        }
        return end
    }

    struct Place: Hashable, Sendable {
        var topic: String
        var partition: Int32
        var offset: Int64
        /// As R33 writes it.
        var token: String { "\(topic)/\(partition)@\(offset)" }
    }
}
