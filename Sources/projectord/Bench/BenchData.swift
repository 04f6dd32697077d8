// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import KafkaClient

/// The topics that the benchmark fills and reads: events of about 250 bytes, the same on every machine.
struct BenchData {
    /// One kind of topic.
    enum Kind: String, CaseIterable {
        /// Whole rows, each key once, in the order in which a snapshot sends them.
        case replica
        /// Account movements over 100,000 keys.
        case fold
        /// Account movements over 100 keys.
        case hot

        var topic: String { "bench.\(rawValue)" }

        /// The number of keys among `events`.
        func keyCount(events: Int) -> Int {
            switch self {
            case .replica: events
            case .fold: 100_000
            case .hot: 100
            }
        }

        /// The projection that folds the topic.
        func projection(topic: String) -> String {
            switch self {
            case .replica:
                """
                projection: bench
                sources: {rows: {topic: \(topic), format: json}}
                tables:
                  customers:
                    from: rows
                    key: {id: integer}
                    columns: {name: text, city: text, credit: decimal(2), updated_at: timestamp}
                queries:
                  one:
                    sql: SELECT * FROM customers WHERE id = :id
                    params: {id: {type: integer, required: true}}
                  page:
                    sql: SELECT * FROM customers WHERE id >= :id
                    params: {id: {type: integer, required: true}}
                    order: [id]
                    limit: {default: 20, max: 100}
                """
            case .fold, .hot:
                """
                projection: bench
                sources: {movements: {topic: \(topic), format: json}}
                tables:
                  accounts:
                    key: {account: text}
                    columns: {balance: decimal(2), movements: integer, status: text, last_at: timestamp}
                    on:
                      movements:
                        "*":
                          set:
                            balance: balance + $.amount
                            movements: movements + 1
                            status: $.status
                            last_at: "max(last_at, $.at)"
                queries:
                  one:
                    sql: SELECT * FROM accounts WHERE account = :account
                    params: {account: {type: text, required: true}}
                """
            }
        }
    }

    /// The partitions of each topic.
    static let partitions = 2

    let kind: Kind
    let events: Int

    /// The key and value of an event.
    func event(_ number: Int, random: inout SplitMix) -> (key: String, value: String) {
        let time = BenchData.time(number)
        switch kind {
        case .replica:
            let id = number + 1
            let digits = BenchData.padded(id, 8)
            let value = """
                {"id":\(id),"name":"Customer \(digits)","city":"\(BenchData.cities[id % BenchData.cities.count])",\
                "credit":"\(id % 5_000).\(BenchData.padded(id % 100, 2))","updated_at":"\(time)",\
                "email":"customer\(digits)@example.org","segment":"retail","newsletter":true,\
                "address":"\(id % 300) Long Street, Springfield"}
                """
            return (String(id), value)
        case .fold, .hot:
            let account = "acc-" + BenchData.padded(Int(random.next() % UInt64(kind.keyCount(events: events))), 8)
            let amount = "\(random.next() % 900).\(BenchData.padded(Int(random.next() % 100), 2))"
            let value = """
                {"account":"\(account)","amount":"\(amount)","status":"\(number % 97 == 0 ? "blocked" : "open")",\
                "at":"\(time)","channel":"web","branch":"\(number % 500)",\
                "reference":"ref-\(BenchData.padded(number, 10))",\
                "description":"card payment at a shop in the city centre","currency":"EUR"}
                """
            return (account, value)
        }
    }

    /// Fills the topic anew: 2 partitions, lz4.
    func load(into topic: String, settings: KafkaSettings, partitions: Int) throws {
        let admin = try Admin(settings: settings) { _ in }
        defer { admin.close(deadlineMs: 3_000) }
        try remake(topic, partitions: partitions, admin)
        let producer = try Producer(settings: settings) { _ in }
        defer { producer.close(deadlineMs: 3_000) }
        var random = SplitMix(state: 7)
        for number in 0..<events {
            let event = event(number, random: &random)
            // The key's own hash decides, as it would for any producer; replicas alternate as a snapshot's shards do.
            try producer.send(
                topic: topic, partition: kind == .replica ? Int32(number % partitions) : nil,
                key: Array(event.key.utf8), value: Array(event.value.utf8))
        }
        try producer.flush(timeoutMs: 120_000)
    }

    /// Deletes a topic if it is there, and makes it; a broker takes a moment to forget the old one.
    private func remake(_ topic: String, partitions: Int, _ admin: Admin) throws {
        try? admin.deleteTopic(name: topic)
        let deadline = ContinuousClock.now + .seconds(30)
        while let failure = BenchData.failureToMake(topic, partitions: partitions, admin) {
            guard failure.kind == .alreadyExists, ContinuousClock.now < deadline else { throw failure }
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(100))
        }
    }

    private static func failureToMake(_ topic: String, partitions: Int, _ admin: Admin) -> KafkaError? {
        do {
            try admin.createTopic(name: topic, partitions: partitions, replication: 1, config: [:])
            return nil
        } catch {
            return error
        }
    }

    /// Adds events at a rate for some seconds, behind those that `load` made.
    func feed(settings: KafkaSettings, rate: Int, seconds: Int) throws {
        let producer = try Producer(settings: settings) { _ in }
        defer { producer.close(deadlineMs: 3_000) }
        var random = SplitMix(state: 11)
        let pause = DispatchSemaphore(value: 0)
        let began = DispatchTime.now()
        for number in 0..<rate * seconds {
            // Replicas get changes of rows that are there: the workload of a source that is followed.
            let event = event(kind == .replica ? Int(random.next() % UInt64(events)) : number, random: &random)
            let partition = kind == .replica ? ((Int32(event.key) ?? 1) - 1) % Int32(BenchData.partitions) : nil
            try producer.send(
                topic: kind.topic, partition: partition, key: Array(event.key.utf8), value: Array(event.value.utf8))
            _ = pause.wait(timeout: began + .microseconds(number * 1_000_000 / rate))
        }
        try producer.flush(timeoutMs: 30_000)
    }

    private static let cities = ["Amsterdam", "Berlin", "Lisbon", "Oslo", "Paris", "Prague", "Rome", "Vienna"]

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func time(_ number: Int) -> String {
        let second = number / 100 % 86_400
        return "2026-05-\(padded(1 + number / 8_640_000 % 28, 2))T\(padded(second / 3_600, 2)):"
            + "\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)).\(padded(number % 1_000, 3))Z"
    }
}
