// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import KafkaClient

/// The topics that the benchmark fills and reads: events of about 250 bytes, the same on every machine.
struct BenchData {
    /// The partitions of each topic.
    static let partitions = 2

    let kind: BenchKind
    let events: Int

    /// Fills the topic anew: 2 partitions, lz4; or adds the events from number `first` on to it as it is.
    func load(into topic: String, settings: KafkaSettings, partitions: Int, from first: Int? = nil) throws {
        if first == nil {
            let admin = try Admin(settings: settings) { _ in }
            defer { admin.close(deadlineMs: 3_000) }
            try remake(topic, partitions: partitions, admin)
        }
        let producer = try Producer(settings: settings) { _ in }
        defer { producer.close(deadlineMs: 3_000) }
        var random = SplitMix(state: 7)
        let start = first ?? 0
        for number in start..<max(start, events) {
            let event = kind.event(number, of: events, random: &random)
            // The key's own hash decides, as it would for any producer; replicas alternate as a snapshot's shards do.
            try producer.send(
                topic: topic, partition: kind.isReplica ? Int32(number % partitions) : nil,
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
            let event = kind.event(
                kind.isReplica ? Int(random.next() % UInt64(events)) : kind.firstChange + number, of: events,
                random: &random)
            let partition = kind.isReplica ? ((Int32(event.key) ?? 1) - 1) % Int32(BenchData.partitions) : nil
            try producer.send(
                topic: kind.topic, partition: partition, key: Array(event.key.utf8), value: Array(event.value.utf8))
            _ = pause.wait(timeout: began + .microseconds(number * 1_000_000 / rate))
        }
        try producer.flush(timeoutMs: 30_000)
    }
}
