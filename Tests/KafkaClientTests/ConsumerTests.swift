// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Testing

@Suite struct ConsumerTests {
    @Test("each partition is read from its own offset, under its place in the assigned array")
    func assignsAtOffsets() throws {
        let kafka = try MockKafka(topic: "a", partitions: 2)
        try kafka.cluster.createTopic("b", partitions: 1)
        let producer = try kafka.producer()
        for (topic, partition) in [("a", Int32(0)), ("a", 1), ("b", 0)] {
            for number in UInt8(0)..<10 {
                try producer.send(topic: topic, partition: partition, key: nil, value: [number])
            }
        }
        try producer.flush(timeoutMs: 10_000)
        let consumer = try kafka.consumer()
        try consumer.assign([
            Assignment(topic: "b", partition: 0, offset: 9), Assignment(topic: "a", partition: 1, offset: 3),
            Assignment(topic: "a", partition: 0, offset: Assignment.logEnd),
        ])
        let log = consumer.read { $0.ends.count == 3 }
        #expect(log.records.filter { $0.index == 0 }.map(\.offset) == [9])
        #expect(log.records.filter { $0.index == 1 }.map(\.offset) == Array(3..<10))
        #expect(log.records.filter { $0.index == 2 }.isEmpty)
        #expect(log.ends == [0: 10, 1: 10, 2: 10])

        try consumer.assign([Assignment(topic: "a", partition: 1, offset: 8)])
        let again = consumer.read { !$0.ends.isEmpty }
        #expect(again.records.map(\.offset) == [8, 9])
        #expect(again.records.allSatisfy { $0.index == 0 })
    }

    @Test("K1, K2: an offset outside the log is an error of its partition, not a jump", arguments: [7, 99])
    func offsetOutOfRange(offset: Int64) throws {
        let kafka = try MockKafka(topic: "t", partitions: 2)
        let producer = try kafka.producer()
        for _ in 0..<5 { try producer.send(topic: "t", partition: 1, key: nil, value: [1]) }
        try producer.flush(timeoutMs: 10_000)
        let consumer = try kafka.consumer()
        try consumer.assign([
            Assignment(topic: "t", partition: 0, offset: 0), Assignment(topic: "t", partition: 1, offset: offset),
        ])
        let log = consumer.read { !$0.errors.isEmpty }
        #expect(log.errors.map(\.error.kind) == [.offsetOutOfRange])
        #expect(log.errors.map(\.error.codeName) == ["_AUTO_OFFSET_RESET"])
        #expect(log.errors.map(\.index) == [1])
        #expect(log.errors.map(\.error.topic) == ["t"])
        #expect(log.errors.map(\.error.partition) == [1])
        #expect(log.records.isEmpty)
    }

    @Test("a probe reads one place after another without waiting for more at the log's end")
    func probesDoNotWait() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer()
        for number in UInt8(0)..<10 { try producer.send(topic: "t", key: nil, value: [number]) }
        try producer.flush(timeoutMs: 10_000)
        let probe = try Consumer(settings: kafka.settings, isolation: .committed, isProbe: true, log: { _ in })
        var began: ContinuousClock.Instant?
        for offset in Int64(0)..<10 {
            try probe.assign([Assignment(topic: "t", partition: 0, offset: offset)])
            #expect(probe.read { !$0.ends.isEmpty }.records.first?.offset == offset)
            // The mock cluster's first answer takes up to a second.
            began = began ?? .now
        }
        // Each of the nine would wait 500 ms.
        #expect(ContinuousClock.now - (began ?? .now) < .seconds(2))
    }

    @Test("a partition that stands twice is refused")
    func refusesTwice() throws {
        let kafka = try MockKafka(topic: "t")
        let consumer = try kafka.consumer()
        let twice = Assignment(topic: "t", partition: 0, offset: 0)
        #expect(throws: KafkaError.self) { try consumer.assign([twice, twice]) }
    }

    @Test("a batch never holds more than its capacity, and loses nothing between two polls")
    func capacity() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer()
        for number in 0..<1_000 { try producer.send(topic: "t", key: nil, value: Array("\(number)".utf8)) }
        try producer.flush(timeoutMs: 10_000)
        let consumer = try kafka.consumer()
        try consumer.assign([Assignment(topic: "t", partition: 0, offset: 0)])
        let batch = MessageBatch(capacity: 64)
        var offsets: [Int64] = []
        let deadline = ContinuousClock.now + .seconds(20)
        while offsets.count < 1_000, ContinuousClock.now < deadline {
            #expect(consumer.poll(into: batch, timeoutMs: 100) <= 64)
            batch.forEach { if $0.isRecord { offsets.append($0.offset) } }
        }
        #expect(offsets == Array(0..<1_000))
    }

    @Test("a group that the user may not describe does not reach the reader of messages")
    func groupErrorsAreNoMessages() throws {
        let kafka = try MockKafka(topic: "t")
        let (findCoordinator, groupAuthorizationFailed) = (Int16(10), Int32(30))
        kafka.cluster.failRequests(of: findCoordinator, with: Array(repeating: groupAuthorizationFailed, count: 20))
        _ = try kafka.producer().sendAndWait(topic: "t", key: nil, value: [1])
        let consumer = try kafka.consumer()
        try consumer.assign([Assignment(topic: "t", partition: 0, offset: 0)])
        let log = consumer.read { !$0.ends.isEmpty }
        #expect(log.records.count == 1)
        #expect(log.errors.isEmpty)
    }

    @Test("closing ends the client in time; every call after it says closed")
    func closes() throws {
        let kafka = try MockKafka(topic: "t")
        let consumer = try kafka.consumer()
        try consumer.assign([Assignment(topic: "t", partition: 0, offset: 0)])
        _ = consumer.read { !$0.ends.isEmpty }
        #expect(consumer.close(deadlineMs: 5_000))
        #expect(consumer.close(deadlineMs: 5_000))
        #expect(consumer.poll(into: MessageBatch(capacity: 1), timeoutMs: 0) == 0)
        #expect(throws: KafkaError.self) { try consumer.assign([]) }
        #expect(consumer.partitionCounts(topics: ["t"], timeoutMs: 10).first != .count(1))
    }

    @Test("K19: a client whose messages are still held is given up at the deadline, and counted")
    func closeGivesUp() throws {
        let kafka = try MockKafka(topic: "t")
        _ = try kafka.producer().sendAndWait(topic: "t", key: nil, value: [1])
        let consumer = try kafka.consumer()
        try consumer.assign([Assignment(topic: "t", partition: 0, offset: 0)])
        let batch = MessageBatch(capacity: 1)
        let deadline = ContinuousClock.now + .seconds(20)
        while consumer.poll(into: batch, timeoutMs: 100) == 0, ContinuousClock.now < deadline {}
        let before = Consumer.abandonedCount
        #expect(!consumer.close(deadlineMs: 50))
        #expect(Consumer.abandonedCount == before + 1)
        batch.withMessage(at: 0) { #expect(Seen($0).value == [1]) }
        batch.removeAll()
        #expect(consumer.close(deadlineMs: 5_000))
    }
}
