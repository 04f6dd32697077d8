// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Testing

@testable import SampleShop

/// The relay on the mock cluster, which shows aborted records: what needs them hidden is in `RealKafkaTests`.
@Suite(.serialized) struct RelayTests {
    private let folder: TestFolder
    private let kafka: TestKafka
    private let stock: Stock

    init() throws {
        folder = try TestFolder()
        kafka = try TestKafka()
        stock = Stock(store: try Store(folder: folder.path + "/stock", schema: Stock.schema))
    }

    private func relay(_ limits: RelayLimits = RelayLimits()) -> Relay {
        Relay(
            .stock, store: stock.store, kafka: kafka.settings, partitions: TestKafka.partitions, positions: .store,
            limits: limits)
    }

    private func receive(_ count: Int) throws {
        for number in 0..<count { _ = try stock.receive("sku-\(number % 7)", quantity: 1) }
    }

    @Test("K26: each row is published once, in order, with its id, type and key")
    func publishes() throws {
        var limits = RelayLimits()
        limits.batchRows = 20
        let relay = relay(limits)
        try receive(70)
        relay.start()
        #expect(eventually(relay.progress) { relay.position == 71 })
        try receive(30)
        #expect(eventually(relay.progress) { relay.position == 101 })
        #expect(relay.stop(deadlineMs: 10_000))
        let records = try kafka.published("shop.stock", count: 100)
        #expect(records.map(\.id).sorted() == Array(1...100))
        for partition in Int32(0)..<Int32(TestKafka.partitions) {
            let ids = records.filter { $0.partition == partition }.map(\.id)
            #expect(ids == ids.sorted())
        }
        let first = try #require(records.first { $0.id == 1 })
        #expect(first.key == "sku-0" && first.type == "StockReceived")
        #expect(first.value?.contains(#""quantity":1,"sku":"sku-0""#) == true)
    }

    @Test("K26: a deletion is a record without a value")
    func tombstone() throws {
        let customers = Customers(store: try Store(folder: folder.path + "/customers", schema: Customers.schema))
        let ada = try customers.add(name: "Ada", city: "Paris", credit: Money(cents: 0))
        try customers.remove(id: ada.id)
        let relay = Relay(.customers, store: customers.store, kafka: kafka.settings, partitions: TestKafka.partitions)
        relay.start()
        #expect(eventually(relay.progress) { relay.position == 3 })
        #expect(relay.stop(deadlineMs: 10_000))
        let records = try kafka.published("shop.customers", count: 2)
        #expect(records.map(\.key) == ["1", "1"])
        #expect(records.map { $0.value == nil } == [false, true])
    }

    @Test("K26: a relay that was killed between transactions goes on where it was")
    func killedAndStarted() throws {
        for round in 1...3 {
            let relay = relay()
            relay.start()
            try receive(20)
            #expect(eventually(relay.progress) { relay.position == Int64(round * 20 + 1) })
            relay.kill()
            #expect(eventually(relay.progress) { relay.state == .stopped })
        }
        #expect(try kafka.published("shop.stock", count: 60).map(\.id).sorted() == Array(1...60))
    }

    @Test("K27: a fault in a transaction drops the producer, and a new one goes on from the committed position")
    func newProducer() throws {
        var limits = RelayLimits()
        limits.retryPauseMs = 10
        let states = Lines()
        let relay = Relay(
            .stock, store: stock.store, kafka: kafka.settings, partitions: TestKafka.partitions, positions: .store,
            limits: limits, log: { line in states.add(line) })
        relay.start()
        try receive(5)
        #expect(eventually(relay.progress) { relay.position == 6 })
        let (addOffsets, transactionalIDAuthorizationFailed) = (Int16(25), Int32(53))
        kafka.failRequests(of: addOffsets, with: [transactionalIDAuthorizationFailed])
        try receive(1)
        #expect(eventually(relay.progress) { relay.position == 7 })
        #expect(states.all.filter { $0.hasSuffix("state=connecting") }.count == 2)
        #expect(relay.stop(deadlineMs: 10_000))
        #expect(try kafka.published("shop.stock", count: 6).map(\.id).max() == 6)
    }

    @Test("brokers that are away are a state; what came meanwhile is published on their return")
    func brokersAway() throws {
        var limits = RelayLimits()
        limits.requestMs = 1_000
        limits.retryPauseMs = 10
        try kafka.setBroker(isUp: false)
        let relay = relay(limits)
        relay.start()
        try receive(5)
        #expect(eventually(relay.progress) { if case .retrying = relay.state { true } else { false } })
        try kafka.setBroker(isUp: true)
        #expect(eventually(relay.progress) { relay.position == 6 })
        #expect(relay.stop(deadlineMs: 10_000))
    }

    @Test("a position that the brokers have lost stops the relay, for it would repeat rows")
    func positionLost() throws {
        try receive(5)
        try stock.store.forgetPublished(before: 4, limits: RelayLimits())
        let relay = Relay(.stock, store: stock.store, kafka: kafka.settings, partitions: TestKafka.partitions)
        relay.start()
        #expect(eventually(relay.progress) { if case .failed = relay.state { true } else { false } })
        guard case .failed(let error) = relay.state else { return }
        #expect(error.code == .positionLost)
        #expect(error.hint?.contains("fresh folder") == true)
    }

    @Test("a row that is not in the outbox stops the relay, for it would be skipped")
    func gap() throws {
        try receive(5)
        _ = try stock.store.write { transaction throws(ShopError) in
            try transaction.run("DELETE FROM outbox WHERE id = 3")
        }
        let relay = relay()
        relay.start()
        #expect(eventually(relay.progress) { if case .failed = relay.state { true } else { false } })
        guard case .failed(let error) = relay.state else { return }
        #expect(error.code == .outboxGap)
    }
}
