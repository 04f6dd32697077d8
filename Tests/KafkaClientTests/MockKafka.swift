// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Synchronization

/// A mock cluster with one topic, and clients for it.
struct MockKafka {
    let cluster: MockCluster
    let settings: KafkaSettings

    init(topic: String, partitions: Int = 1) throws {
        cluster = try MockCluster()
        try cluster.createTopic(topic, partitions: partitions)
        settings = try KafkaSettings(bootstrap: cluster.bootstrap)
    }

    func producer(transactionalID: String? = nil) throws -> Producer {
        try Producer(settings: settings, transactionalID: transactionalID, log: { _ in })
    }

    func consumer(_ isolation: Isolation = .committed) throws -> Consumer {
        try Consumer(settings: settings, isolation: isolation, log: { _ in })
    }
}

/// Keeps the events of a client.
final class EventRecorder: Sendable {
    private let events = Mutex<[KafkaEvent]>([])

    var errors: [KafkaError] {
        events.withLock { $0.compactMap { if case .error(let error) = $0 { error } else { nil } } }
    }

    func record(_ event: KafkaEvent) {
        events.withLock { $0.append(event) }
    }
}
