// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Testing

@Suite struct MetadataTests {
    @Test("partition counts: known, unknown and forbidden topics in one call")
    func partitionCounts() throws {
        let kafka = try MockKafka(topic: "a", partitions: 3)
        try kafka.cluster.createTopic("b", partitions: 1)
        let (unknownTopicOrPartition, topicAuthorizationFailed) = (Int32(3), Int32(29))
        kafka.cluster.failTopic("absent", with: unknownTopicOrPartition)
        kafka.cluster.failTopic("forbidden", with: topicAuthorizationFailed)
        let consumer = try kafka.consumer()
        let counts = consumer.partitionCounts(topics: ["a", "absent", "b", "forbidden"], timeoutMs: 5_000)
        #expect(Array(counts.prefix(3)) == [.count(3), .unknownTopic, .count(1)])
        guard case .failed(let error)? = counts.last else {
            Issue.record("a forbidden topic was counted: \(counts)")
            return
        }
        #expect(error.kind == .authorization)
    }

    @Test(
        "watermarks are what was written, and an unknown partition is told",
        arguments: [Isolation.committed, .uncommitted])
    func watermarks(isolation: Isolation) throws {
        let kafka = try MockKafka(topic: "t", partitions: 2)
        let producer = try kafka.producer()
        for _ in 0..<5 { try producer.send(topic: "t", partition: 1, key: nil, value: [1]) }
        try producer.flush(timeoutMs: 10_000)
        let consumer = try kafka.consumer(isolation)
        #expect(try consumer.watermarks(topic: "t", partition: 0, timeoutMs: 5_000) == Watermarks(low: 0, high: 0))
        #expect(try consumer.watermarks(topic: "t", partition: 1, timeoutMs: 5_000) == Watermarks(low: 0, high: 5))
        let error = #expect(throws: KafkaError.self) {
            try consumer.watermarks(topic: "t", partition: 7, timeoutMs: 2_000)
        }
        #expect(error?.kind == .unknownTopicOrPartition || error?.kind == .timedOut)
    }

    @Test("watermarks of a broker that went away are not waited for past the timeout, and are told when it is back")
    func watermarksOfAbsentBroker() throws {
        let kafka = try MockKafka(topic: "t")
        let consumer = try kafka.consumer()
        #expect(try consumer.watermarks(topic: "t", partition: 0, timeoutMs: 5_000) == Watermarks(low: 0, high: 0))
        for _ in 1...3 {
            try kafka.cluster.setBroker(1, isUp: false)
            let began = ContinuousClock.now
            let error = #expect(throws: KafkaError.self) {
                try consumer.watermarks(topic: "t", partition: 0, timeoutMs: 300)
            }
            #expect(error?.kind == .timedOut || error?.kind == .transport)
            #expect(ContinuousClock.now - began < .seconds(5))
            try kafka.cluster.setBroker(1, isUp: true)
            var isBack = false
            while !isBack, ContinuousClock.now - began < .seconds(20) {
                isBack = (try? consumer.watermarks(topic: "t", partition: 0, timeoutMs: 1_000)) != nil
            }
            #expect(isBack)
        }
    }

    @Test("the cluster's id is told")
    func clusterID() throws {
        let kafka = try MockKafka(topic: "t")
        let consumer = try kafka.consumer()
        let id = try #require(consumer.clusterID(timeoutMs: 5_000))
        #expect(id.hasPrefix("mockCluster"))
    }

    @Test("a broker that is away is an event and an error of the call; it is found again when it is back")
    func brokerAway() throws {
        let kafka = try MockKafka(topic: "t")
        try kafka.cluster.setBroker(1, isUp: false)
        let events = EventRecorder()
        let consumer = try Consumer(settings: kafka.settings, isolation: .committed, log: events.record)
        guard case .failed(let error)? = consumer.partitionCounts(topics: ["t"], timeoutMs: 300).first else {
            Issue.record("the broker answered though it is down")
            return
        }
        #expect(error.kind == .transport || error.kind == .timedOut)
        try kafka.cluster.setBroker(1, isUp: true)
        #expect(consumer.partitionCounts(topics: ["t"], timeoutMs: 10_000) == [.count(1)])
        _ = consumer.read { _ in !events.errors.isEmpty }
        #expect(events.errors.contains { $0.kind == .transport })
    }

    @Test("each partition's leader is told, and an unknown topic is")
    func leaders() throws {
        let kafka = try MockKafka(topic: "t", partitions: 3)
        let unknownTopicOrPartition: Int32 = 3
        kafka.cluster.failTopic("absent", with: unknownTopicOrPartition)
        let consumer = try kafka.consumer()
        #expect(try consumer.leaders(topic: "t", timeoutMs: 5_000) == [1, 1, 1])
        let error = #expect(throws: KafkaError.self) { try consumer.leaders(topic: "absent", timeoutMs: 5_000) }
        #expect(error?.kind == .unknownTopicOrPartition)
    }

    @Test("the end that a fetch told is known without a question, and nil before")
    func fetchedEnd() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer()
        for _ in 0..<5 { try producer.send(topic: "t", partition: 0, key: nil, value: [1]) }
        try producer.flush(timeoutMs: 10_000)
        let consumer = try kafka.consumer()
        #expect(consumer.fetchedEnd(topic: "t", partition: 0) == nil)
        try consumer.assign([Assignment(topic: "t", partition: 0, offset: 0)])
        _ = consumer.read { $0.records.count >= 5 }
        #expect(consumer.fetchedEnd(topic: "t", partition: 0) == 5)
    }

    @Test("a topic's settings are no wait where the cluster does not know the question")
    func topicConfig() throws {
        let kafka = try MockKafka(topic: "t")
        let consumer = try kafka.consumer()
        _ = try consumer.leaders(topic: "t", timeoutMs: 5_000)
        let began = ContinuousClock.now
        let error = #expect(throws: KafkaError.self) { try consumer.topicConfig(name: "t", timeoutMs: 20_000) }
        #expect(error?.kind == .unsupported)
        #expect(ContinuousClock.now - began < .seconds(10))
    }
}
