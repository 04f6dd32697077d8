// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The properties that only projectord sets, since its guarantees rest on them.
enum RefusedProperties {
    /// Why a property is refused; nil if it may be set.
    static func reason(_ name: String) -> String? {
        if let reason = exact[name] { return reason }
        return families.first { name.hasPrefix($0.prefix) }?.reason
    }

    private static let position = "positions are kept beside the rows, never in a consumer group"
    private static let jump = "a position outside the log must stop the projection, not jump"
    private static let address = "the brokers are given as the bootstrap address"
    private static let delivery = "the producer must be idempotent to publish each record once"
    private static let blindness = "it bounds how long a dead broker goes unnoticed"
    private static let events = "errors and log lines have one way to the daemon's log"

    private static let exact: [String: String] = [
        "bootstrap.servers": address,
        "metadata.broker.list": address,
        "auto.offset.reset": jump,
        "partition.assignment.strategy": position,
        "isolation.level": "only committed records may become rows",
        "enable.partition.eof": "it tells that a partition was read to its end",
        "check.crcs": "a damaged batch must be noticed, and it costs nothing measurable",
        "allow.auto.create.topics": "reading must not create topics",
        "client.rack": "librdkafka before 2.6.1 can loop between replicas with it",
        "socket.timeout.ms": blindness,
        "reconnect.backoff.max.ms": blindness,
        "enable.idempotence": delivery,
        "enable.gapless.guarantee": delivery,
        "acks": delivery,
        "request.required.acks": delivery,
        "transactional.id": "the outbox relay chooses it",
        "delivery.report.only.error": "every delivery is counted",
        "log.queue": events,
        "enabled_events": events,
        "internal.termination.signal": "the library must not send signals to the process",
    ]

    private static let families: [(prefix: String, reason: String)] = [
        ("group.", position),
        ("enable.auto.", position),
        ("auto.commit.", position),
        ("offset.store.", position),
    ]
}
