// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient

@testable import SampleShop

/// Brokers for a test: a mock cluster, or the real one of PROJECTORD_TEST_KAFKA.
struct TestKafka {
    static let partitions = 3
    static var realBootstrap: String? { ProcessInfo.processInfo.environment["PROJECTORD_TEST_KAFKA"] }

    let settings: KafkaSettings
    private let cluster: MockCluster?

    /// A mock cluster with the shop's topics.
    init() throws {
        let cluster = try MockCluster()
        for service in ShopService.allCases {
            try cluster.createTopic(service.topic, partitions: Self.partitions)
        }
        self.cluster = cluster
        // The mock lets a fetch wait its whole time, though records come meanwhile: 500 ms by default.
        settings = try KafkaSettings(bootstrap: cluster.bootstrap, properties: ["fetch.wait.max.ms": "20"])
    }

    /// A real cluster, without what earlier tests left of the shop.
    init(real bootstrap: String) throws {
        cluster = nil
        settings = try KafkaSettings(bootstrap: bootstrap)
        let admin = try Admin(settings: settings, log: { _ in })
        for service in ShopService.allCases {
            do throws(KafkaError) {
                try admin.deleteTopic(name: service.topic)
            } catch {
                guard error.kind == .unknownTopicOrPartition else { throw error }
            }
        }
        admin.close(deadlineMs: 5_000)
        try waitUntilGone()
    }

    /// A deletion is carried out after it was confirmed.
    private func waitUntilGone() throws {
        let consumer = try Consumer(settings: settings, isolation: .committed, log: { _ in })
        defer { consumer.close(deadlineMs: 5_000) }
        let topics = ShopService.allCases.map(\.topic)
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let answers = consumer.partitionCounts(topics: topics, timeoutMs: 5_000)
            if answers.allSatisfy({ $0 == .unknownTopic }) { return }
        }
    }

    /// Takes the only broker of the mock cluster down, or up again.
    func setBroker(isUp: Bool) throws {
        try cluster?.setBroker(1, isUp: isUp)
    }

    /// Lets the mock cluster's next requests of a protocol number fail.
    func failRequests(of api: Int16, with codes: [Int32]) {
        cluster?.failRequests(of: api, with: codes)
    }

    /// Reads the topic as committed from its start, until so many records came and then, briefly, no more.
    func published(_ topic: String, count: Int) throws -> [Published] {
        let consumer = try Consumer(settings: settings, isolation: .committed, log: { _ in })
        defer { consumer.close(deadlineMs: 5_000) }
        try consumer.assign(
            (0..<Int32(Self.partitions)).map { Assignment(topic: topic, partition: $0, offset: Assignment.logStart) })
        let batch = MessageBatch(capacity: 500)
        var records: [Published] = []
        var ends: Set<Int> = []
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline, records.count < count || ends.count < Self.partitions {
            consumer.poll(into: batch, timeoutMs: 200)
            batch.forEach { message in
                switch message.kind {
                case .record:
                    records.append(Published(message))
                    ends.remove(message.assignmentIndex)
                case .partitionEnd: ends.insert(message.assignmentIndex)
                case .error: break
                }
            }
        }
        return records
    }
}
