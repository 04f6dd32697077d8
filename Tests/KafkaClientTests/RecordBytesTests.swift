// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Testing

@Suite struct RecordBytesTests {
    @Test("a null key, a null value and an empty value arrive as what they are")
    func nullAndEmpty() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer()
        let sent: [(key: [UInt8]?, value: [UInt8]?)] = [
            ([1, 2], [3]), (nil, [4]), ([5], nil), ([6], []), ([], [7]), (nil, nil), ([], []),
        ]
        for record in sent {
            try producer.send(topic: "t", partition: 0, key: record.key, value: record.value, timestampMs: 1_234)
        }
        try producer.flush(timeoutMs: 10_000)
        #expect(producer.deliveredCount == sent.count)

        let consumer = try kafka.consumer()
        try consumer.assign([Assignment(topic: "t", partition: 0, offset: 0)])
        let log = consumer.read { $0.ends[0] != nil }
        #expect(log.records.map(\.key) == sent.map(\.key))
        #expect(log.records.map(\.value) == sent.map(\.value))
        #expect(log.records.map(\.offset) == Array(0..<7))
        #expect(log.records.allSatisfy { $0.timestampMs == 1_234 && $0.index == 0 })
        #expect(log.ends == [0: 7])
        #expect(log.errors.isEmpty)
    }

    @Test("the last header of a name is found; one that is absent is nil, an empty one is empty")
    func headers() throws {
        let kafka = try MockKafka(topic: "t")
        let producer = try kafka.producer()
        let place = try producer.sendAndWait(
            topic: "t", key: nil, value: [1],
            headers: [("type", Array("old".utf8)), ("type", Array("new".utf8)), ("none", [])])
        #expect(place == RecordPlace(partition: 0, offset: 0))

        let consumer = try kafka.consumer()
        try consumer.assign([Assignment(topic: "t", partition: 0, offset: Assignment.logStart)])
        let batch = MessageBatch(capacity: 1)
        let deadline = ContinuousClock.now + .seconds(20)
        while consumer.poll(into: batch, timeoutMs: 100) == 0, ContinuousClock.now < deadline {}
        try #require(batch.count == 1)
        var found: [[UInt8]?] = []
        batch.withMessage(at: 0) { message in
            for name in ["type", "none", "absent"].map(HeaderName.init) {
                message.withHeader(name) { found.append(copy($0)) }
            }
        }
        #expect(found == [Array("new".utf8), [], nil])
    }
}
