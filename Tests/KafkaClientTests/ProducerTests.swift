// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Testing

@Suite struct ProducerTests {
    @Test("K26: records and a group's offset go into one transaction; a group without offsets has none")
    func transaction() throws {
        let kafka = try MockKafka(topic: "t")
        try kafka.cluster.createTopic("outbox", partitions: 1)
        let first = try kafka.producer(transactionalID: "relay")
        try first.initTransactions(timeoutMs: 10_000)
        #expect(try first.committedOffsets(group: "relay", [("outbox", 0)], timeoutMs: 10_000) == [nil])
        try first.beginTransaction()
        for number in UInt8(0)..<10 { try first.send(topic: "t", key: [1], value: [number]) }
        try first.sendOffsets(group: "relay", [("outbox", 0, 42)], timeoutMs: 10_000)
        try first.commitTransaction(timeoutMs: 10_000)

        let second = try kafka.producer(transactionalID: "relay")
        try second.initTransactions(timeoutMs: 10_000)
        let consumer = try kafka.consumer()
        try consumer.assign([Assignment(topic: "t", partition: 0, offset: 0)])
        let log = consumer.read { $0.records.count >= 10 }
        #expect(log.records.map(\.value) == (0..<10).map { [UInt8($0)] })
    }

    @Test("an aborted transaction leaves the producer usable")
    func abort() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer(transactionalID: "relay")
        try producer.initTransactions(timeoutMs: 10_000)
        try producer.beginTransaction()
        try producer.send(topic: "t", key: nil, value: [1])
        try producer.abortTransaction(timeoutMs: 10_000)
        try producer.beginTransaction()
        try producer.send(topic: "t", key: nil, value: [2])
        try producer.commitTransaction(timeoutMs: 10_000)
        #expect(producer.deliveredCount >= 1)
    }

    @Test("a transactional call out of order is an error that names the fault")
    func outOfOrder() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer(transactionalID: "relay")
        let error = #expect(throws: KafkaError.self) { try producer.commitTransaction(timeoutMs: 1_000) }
        #expect(error?.codeName == "_STATE")
        #expect(error?.isFatal == false)
    }

    @Test("a record that no broker takes is counted, and the first failure is thrown by flush once")
    func failedDelivery() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer()
        let tooLarge = [UInt8](repeating: 0, count: 2_000_000)
        #expect(throws: KafkaError.self) { try producer.send(topic: "t", key: nil, value: tooLarge) }
        let (produce, topicAuthorizationFailed) = (Int16(0), Int32(29))
        kafka.cluster.failRequests(of: produce, with: [topicAuthorizationFailed])
        try producer.send(topic: "t", key: nil, value: [1])
        let error = #expect(throws: KafkaError.self) { try producer.flush(timeoutMs: 10_000) }
        #expect(error?.kind == .authorization)
        #expect(producer.failedCount == 1)
        try producer.flush(timeoutMs: 10_000)
    }

    @Test("a full local queue holds the sender back and loses nothing")
    func fullQueue() throws {
        let kafka = try MockKafka(topic: "t")
        let settings = try KafkaSettings(
            bootstrap: kafka.cluster.bootstrap, properties: ["queue.buffering.max.messages": "50"])
        let producer = try Producer(settings: settings, log: { _ in })
        for number in UInt8(0)..<200 { try producer.send(topic: "t", key: nil, value: [number]) }
        try producer.flush(timeoutMs: 10_000)
        #expect(producer.deliveredCount == 200)
    }

    @Test("closing fails what is not delivered, so that no sender waits for ever")
    func closeWithUnsent() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer()
        try kafka.cluster.setBroker(1, isUp: false)
        try producer.send(topic: "t", key: nil, value: [1])
        #expect(producer.close(deadlineMs: 5_000))
        #expect(producer.failedCount == 1)
        #expect(throws: KafkaError.self) { try producer.send(topic: "t", key: nil, value: [1]) }
    }

    @Test("the mock cluster answers no admin request; the error says so")
    func adminOnMock() throws {
        let kafka = try MockKafka(topic: "t")
        let admin = try Admin(settings: kafka.settings, log: { _ in })
        let error = #expect(throws: KafkaError.self) { try admin.topicConfig(name: "t", timeoutMs: 3_000) }
        #expect(error?.kind == .unsupported || error?.kind == .timedOut)
    }
}
