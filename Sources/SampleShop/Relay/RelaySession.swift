// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import KafkaClient

/// One producer's life: it fences its predecessors, reads the position they committed, and goes on from there.
///
/// Used by the relay's thread; only `producer.close` may come from another.
struct RelaySession {
    let producer: Producer
    private(set) var position: Int64

    private let service: ShopService
    private let limits: RelayLimits

    /// Registers with the brokers, which ends whatever an earlier producer left open, and then reads the position.
    ///
    /// In this order the position is exact: no earlier transaction can commit after it was read.
    init(
        _ service: ShopService, _ producer: Producer, _ store: Store, _ positions: RelayPositions,
        _ limits: RelayLimits
    ) throws {
        self.service = service
        self.producer = producer
        self.limits = limits
        try producer.initTransactions(timeoutMs: limits.requestMs)
        if positions == .store {
            position = try store.notedPosition()
            return
        }
        let offsets = try producer.committedOffsets(
            group: service.relayID, [(service.topic, 0)], timeoutMs: limits.requestMs)
        position = try Self.checked(offsets.first ?? nil, store)
    }

    /// Publishes the rows and the position after them in one transaction; no rows renew the position.
    mutating func publish(_ rows: [OutboxRow]) throws {
        var next = position
        for row in rows {
            guard row.id == next else {
                throw ShopError(
                    .outboxGap, "outbox row \(next) is to be published next, found \(row.id)",
                    hint: "the store was changed from outside: restore it, or start with a fresh folder and topics")
            }
            next += 1
        }
        try producer.beginTransaction()
        for row in rows { try send(row) }
        try producer.sendOffsets(
            group: service.relayID, [(service.topic, 0, next)], timeoutMs: limits.requestMs)
        try producer.commitTransaction(timeoutMs: limits.requestMs)
        position = next
    }

    /// Drops the open transaction, if there is one, so that no reader has to wait for the brokers to time it out.
    func abandon() {
        try? producer.abortTransaction(timeoutMs: limits.abortMs)
    }

    private func send(_ row: OutboxRow) throws(KafkaError) {
        try producer.send(
            topic: row.topic, key: Array(row.key.utf8), value: row.payload.map { Array($0.utf8) },
            headers: [("id", Array(String(row.id).utf8)), ("eventType", Array(row.type.utf8))],
            timestampMs: row.timeMs)
    }

    private static func checked(_ committed: Int64?, _ store: Store) throws(ShopError) -> Int64 {
        let noted = try store.notedPosition()
        guard let committed else {
            if noted <= 1 { return 1 }
            throw ShopError(
                .positionLost, "the brokers no longer know that rows below \(noted) are published",
                hint: "topics made anew, or 7 days without the relay: start with a fresh folder and topics")
        }
        let last = try store.lastOutboxID()
        guard committed <= last + 1 else {
            throw ShopError(
                .storeBehind, "row \(committed - 1) is published, but the outbox ends at \(last)",
                hint: "restore the newest store, or start with a fresh folder and topics")
        }
        return committed
    }
}
