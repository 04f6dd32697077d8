// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The properties of every consumer.
enum ConsumerProperties {
    /// How many KB of messages wait in the queue of all partitions together.
    ///
    /// The daemon stays below 200 MB; a record of 250 bytes takes about 600 in the queue with librdkafka's own fields.
    static let queueKB = 16_384
    /// How many messages wait before the library stops asking for more.
    ///
    /// It bounds the library's own fields for small records, about 350 bytes each.
    static let queueMessages = 32_768
    /// How much one fetch may bring per broker; it comes on top of the queue, and compressed.
    static let fetchBytes = 4_194_304
    /// How much of it one partition may bring.
    ///
    /// Rows with their schemas come compressed to a twentieth: with 1 MB of each of 2 partitions a fetch was 40 MB in
    /// memory, and a build took 284 MB; with this 245, at the same rate.
    static let partitionFetchBytes = 262_144
    /// How long a broker may keep a request unanswered before it is taken for dead; the library's 60 s are too long.
    static let socketTimeoutMs = 10_000
    /// The longest pause between two attempts to reach a broker; the library's 10 s delay the return of a broker.
    static let reconnectBackoffMaxMs = 1_000

    /// How long a broker may hold a probe's fetch at the end of a log, in milliseconds.
    ///
    /// An assignment waits for the fetch of the one before: with the library's 500 ms, comparing the witnesses of two
    /// partitions took 1.1 s, with 10 ms 0.1 s.
    static let probeFetchWaitMs = 10
    /// How much one fetch of a probe may bring of a partition; a batch of records that is larger comes whole.
    ///
    /// It wants one record of each place: with 1 MB, 9 places of 2 partitions were 13 MB.
    static let probePartitionFetchBytes = 32_768

    /// What a user may change.
    static let defaults: [String: String] = [
        "client.id": "projectord",
        "queued.max.messages.kbytes": String(queueKB),
        "queued.min.messages": String(queueMessages),
        "fetch.max.bytes": String(fetchBytes),
        "max.partition.fetch.bytes": String(partitionFetchBytes),
    ]

    /// What must hold.
    ///
    /// librdkafka wants a group's name for `assign`; the group is never joined and nothing is committed to it.
    static func forced(_ isolation: Isolation, isProbe: Bool) -> [String: String] {
        let probing = [
            "fetch.wait.max.ms": String(probeFetchWaitMs),
            "max.partition.fetch.bytes": String(probePartitionFetchBytes),
        ]
        return following(isolation).merging(isProbe ? probing : [:]) { $1 }
    }

    private static func following(_ isolation: Isolation) -> [String: String] {
        [
            "group.id": "projectord",
            "isolation.level": isolation.rawValue,
            "auto.offset.reset": "error",
            "enable.partition.eof": "true",
            "enable.auto.commit": "false",
            "enable.auto.offset.store": "false",
            "check.crcs": "true",
            "allow.auto.create.topics": "false",
            "socket.timeout.ms": String(socketTimeoutMs),
            "reconnect.backoff.max.ms": String(reconnectBackoffMaxMs),
        ]
    }
}
