// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

@testable import KafkaClient
import Testing

@Suite struct KafkaSettingsTests {
    @Test(
        "a property on which a guarantee rests is refused with the reason",
        arguments: [
            "group.id", "group.instance.id", "auto.offset.reset", "enable.auto.commit", "enable.auto.offset.store",
            "auto.commit.interval.ms", "isolation.level", "enable.partition.eof", "check.crcs", "client.rack",
            "allow.auto.create.topics", "enable.idempotence", "transactional.id", "bootstrap.servers",
        ])
    func refused(name: String) {
        let error = #expect(throws: KafkaError.self) {
            try KafkaSettings(bootstrap: "localhost:9092", properties: [name: "true"])
        }
        #expect(error?.kind == .settings)
        #expect(error?.message.hasPrefix("property \(name) cannot be set: ") == true)
        #expect(error?.hint == "remove \(name) from kafka:")
    }

    @Test("an unknown property and a value that is not allowed are refused in librdkafka's words")
    func unknown() {
        let unknown = #expect(throws: KafkaError.self) {
            try KafkaSettings(bootstrap: "localhost:9092", properties: ["sasl.pasword": "x"])
        }
        #expect(unknown?.message == #"no such configuration property: "sasl.pasword""#)
        let badValue = #expect(throws: KafkaError.self) {
            try KafkaSettings(bootstrap: "localhost:9092", properties: ["security.protocol": "tls"])
        }
        #expect(badValue?.kind == .settings)
        #expect(throws: KafkaError.self) { try KafkaSettings(bootstrap: "") }
    }

    @Test("security properties pass through, and the description hides their secrets")
    func passThrough() throws {
        let properties = [
            "security.protocol": "sasl_ssl", "sasl.mechanism": "SCRAM-SHA-512", "sasl.username": "reader",
            "sasl.password": "hunter2", "ssl.key.password": "hunter3",
        ]
        let settings = try KafkaSettings(bootstrap: "localhost:9092", properties: properties)
        #expect(settings.properties == properties)
        #expect(!"\(settings)".contains("hunter"))
        #expect("\(settings)".contains("sasl.username=reader"))
        let consumer = try Consumer(settings: settings, isolation: .committed, log: { _ in })
        #expect(consumer.close(deadlineMs: 5_000))
    }

    @Test("the partition that a reported error is about is found in its text")
    func places() {
        let place = KafkaError.place(in: "shop.orders-1 [12]: topic does not exist (Broker: ...)")
        #expect(place?.topic == "shop.orders-1")
        #expect(place?.partition == 12)
        for text in ["", "topic", "a [b]: c", "a [1] c", "1/1 brokers are down [2]: x"] {
            #expect(KafkaError.place(in: text) == nil)
        }
    }

    @Test(
        "a message of librdkafka starts small and has no period; short forms stay as they are",
        arguments: [
            ("Broker: Unknown topic or partition", "unknown topic or partition"), ("No route.\n", "no route"),
            ("SASL failed.", "SASL failed"), ("", ""),
        ])
    func messages(text: String, tidy: String) {
        #expect(KafkaError.tidy(text) == tidy)
    }
}
