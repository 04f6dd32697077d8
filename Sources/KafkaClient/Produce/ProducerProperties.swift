// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The properties of every producer.
enum ProducerProperties {
    /// How many KB of records wait to be sent; `send` holds its caller back above it.
    static let queueKB = 65_536
    /// How many records wait to be sent.
    static let queueMessages = 200_000

    /// What a user may change; the partitioner is that of Java's clients, so that a key keeps its partition whoever
    /// writes.
    static let defaults: [String: String] = [
        "client.id": "projectord",
        "compression.codec": "lz4",
        "partitioner": "murmur2_random",
        "queue.buffering.max.kbytes": String(queueKB),
        "queue.buffering.max.messages": String(queueMessages),
    ]

    /// What must hold.
    static func forced(transactionalID: String?) -> [String: String] {
        var forced = [
            "enable.idempotence": "true",
            "socket.timeout.ms": String(ConsumerProperties.socketTimeoutMs),
            "reconnect.backoff.max.ms": String(ConsumerProperties.reconnectBackoffMaxMs),
        ]
        forced["transactional.id"] = transactionalID
        return forced
    }
}
