// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import KafkaClient
internal import Synchronization

/// Publishes a service's outbox exactly once, in order, on a thread of its own.
///
/// The position is a group's offset that is committed in the same Kafka transaction as the records, so it needs no
/// write to the store and cannot disagree with the topic. After any fault the producer is dropped and a new one asks
/// where it is. A relay is started once; its owner makes another to start again.
final class Relay: Sendable {
    private struct Life {
        var isWanted = true
        var producer: Producer?
        var state = RelayState.stopped
    }

    private let service: ShopService
    private let store: Store
    private let kafka: KafkaSettings
    private let partitions: Int
    private let positions: RelayPositions
    private let limits: RelayLimits
    private let log: @Sendable (String) -> Void
    private let life = Mutex(Life())
    private let next = Atomic<Int64>(0)
    private let ended = DispatchSemaphore(value: 0)
    /// Rung when the position or the state changes.
    let progress = Bell()

    init(
        _ service: ShopService, store: Store, kafka: KafkaSettings, partitions: Int,
        positions: RelayPositions = .brokers, limits: RelayLimits = RelayLimits(),
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.service = service
        self.store = store
        self.kafka = kafka
        self.partitions = partitions
        self.positions = positions
        self.limits = limits
        self.log = log
    }

    /// How it is doing.
    var state: RelayState { life.withLock { $0.state } }

    /// The id of the row to be published next; 0 while it is not known.
    var position: Int64 { next.load(ordering: .acquiring) }

    /// Starts the thread.
    func start() {
        let thread = Thread { [self] in run() }
        thread.name = service.relayID
        thread.start()
    }

    /// Ends after the transaction under way; false if that took longer than the deadline: it then ends as if killed.
    func stop(deadlineMs: Int) -> Bool {
        life.withLock { $0.isWanted = false }
        store.bell.ring()
        if ended.wait(timeout: .now() + .milliseconds(deadlineMs)) == .success {
            ended.signal()
            return true
        }
        kill()
        return false
    }

    /// Drops the producer wherever it is, as a crash would: nothing is committed or aborted any more.
    func kill() {
        let producer = life.withLock { life -> Producer? in
            life.isWanted = false
            return life.producer.take()
        }
        store.bell.ring()
        guard let producer else { return }
        let limits = limits
        Thread.detachNewThread { producer.close(deadlineMs: limits.requestMs) }
    }

    /// Whether it is to go on; false once it was stopped, was killed, or has failed.
    var isWanted: Bool { life.withLock { $0.isWanted } }

    private func run() {
        while isWanted {
            set(.connecting)
            do {
                try work()
            } catch {
                settle(error)
            }
        }
        if case .failed = state {} else { set(.stopped) }
        ended.signal()
    }

    /// One producer's life, until a fault or a stop.
    private func work() throws {
        try makeTopic()
        let producer = try Producer(settings: kafka, transactionalID: service.relayID, log: { _ in })
        guard adopt(producer) else { return }
        defer { release(producer) }
        var session = try RelaySession(service, producer, store, positions, limits)
        do {
            try publish(&session)
        } catch {
            if isWanted { session.abandon() }
            throw error
        }
    }

    private func publish(_ session: inout RelaySession) throws {
        moved(to: session.position)
        set(.running)
        var transactions = 0
        while isWanted {
            let seen = store.bell.rings
            let rows = try store.outbox(from: session.position, limit: limits.batchRows)
            if rows.isEmpty, store.bell.wait(past: seen, until: .now + .milliseconds(limits.renewMs)) { continue }
            try session.publish(rows)
            if positions == .store || rows.isEmpty || transactions % limits.forgetEvery == 0 {
                try store.forgetPublished(before: session.position, limits: limits)
            }
            moved(to: session.position)
            transactions += 1
        }
    }

    /// The topic is this service's own; it keeps all its records, since it is the history that others are built from.
    private func makeTopic() throws {
        if try topicExists() { return }
        let admin = try Admin(settings: kafka, log: { _ in })
        defer { admin.close(deadlineMs: limits.closeMs) }
        let brokersDefault = -1
        do throws(KafkaError) {
            try admin.createTopic(
                name: service.topic, partitions: partitions, replication: brokersDefault,
                config: ["retention.ms": "-1"], timeoutMs: limits.requestMs)
        } catch {
            guard error.kind == .alreadyExists else { throw error }
        }
    }

    /// Asked first, because the mock cluster knows topics but takes no request to make one.
    private func topicExists() throws -> Bool {
        let asker = try Consumer(settings: kafka, isolation: .committed, log: { _ in })
        defer { asker.close(deadlineMs: limits.closeMs) }
        switch asker.partitionCounts(topics: [service.topic], timeoutMs: limits.requestMs).first {
        case .count(let count)?: return count > 0
        case .failed(let error)?: throw error
        case .unknownTopic?, nil: return false
        }
    }

    private func settle(_ error: any Error) {
        guard isWanted else { return }
        if let fault = error as? ShopError, fault.code != .store {
            life.withLock { $0.isWanted = false }
            return set(.failed(fault))
        }
        if let fault = error as? KafkaError, fault.kind == .fenced {
            set(.fenced)
            return pause(ms: limits.fencedPauseMs)
        }
        set(.retrying("\(error)"))
        pause(ms: limits.retryPauseMs)
    }

    /// Waits; a stop ends it at once, new rows do not.
    private func pause(ms: Int) {
        let end = ContinuousClock.now + .milliseconds(ms)
        while true {
            let seen = store.bell.rings
            guard isWanted, store.bell.wait(past: seen, until: end) else { return }
        }
    }

    /// Makes the producer the one that a kill drops; false if the kill came first.
    private func adopt(_ producer: Producer) -> Bool {
        life.withLock { life in
            if life.isWanted { life.producer = producer }
            return life.isWanted
        }
    }

    private func release(_ producer: Producer) {
        guard life.withLock({ $0.producer.take() }) != nil else { return }
        producer.close(deadlineMs: limits.closeMs)
    }

    private func moved(to position: Int64) {
        next.store(position, ordering: .releasing)
        progress.ring()
    }

    private func set(_ state: RelayState) {
        let isNew = life.withLock { life in
            defer { life.state = state }
            return life.state != state
        }
        progress.ring()
        if isNew { log("relay=\(service.rawValue) state=\(state)") }
    }
}
