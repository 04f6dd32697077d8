// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Testing

@testable import SampleShop

/// What the mock cluster cannot show, since it shows aborted records; with `PROJECTORD_TEST_KAFKA=host:port` only.
@Suite(
    .serialized, .enabled(if: TestKafka.realBootstrap != nil, "set PROJECTORD_TEST_KAFKA to brokers to try this on"))
struct RealKafkaTests {
    private let folder: TestFolder
    private let kafka: TestKafka

    init() throws {
        folder = try TestFolder()
        kafka = try TestKafka(real: try #require(TestKafka.realBootstrap))
    }

    /// Each row exactly once, and in order within its partition.
    private func expectExactlyOnce(_ service: ShopService, count: Int64) throws {
        let records = try kafka.published(service.topic, count: Int(count))
        #expect(records.map(\.id).sorted() == Array(1...count), "\(service): \(records.count) of \(count)")
        for partition in Int32(0)..<Int32(TestKafka.partitions) {
            let ids = records.filter { $0.partition == partition }.map(\.id)
            #expect(ids == ids.sorted(), "\(service) partition \(partition)")
        }
    }

    @Test("K26: relays killed 20 times while orders are made publish each row once, in order")
    func killed() throws {
        let shop = try SampleShop(folder: folder.path, kafka: kafka.settings, partitions: TestKafka.partitions)
        try shop.start()
        let maker = OrderMaker(shop, seed: 3, ordersPerSecond: 400)
        maker.start()
        var random = SeededGenerator(seed: 3)
        let bell = shop.orders.store.bell
        for kill in 1...20 {
            let next = maker.made + Int.random(in: 10...150, using: &random)
            #expect(eventually(bell) { maker.made >= next || maker.failure != nil })
            let service = ShopService.allCases[kill % ShopService.allCases.count]
            shop.killRelay(of: service)
            shop.startRelay(of: service)
        }
        maker.stop()
        #expect(maker.failure == nil)
        #expect(try shop.waitUntilPublished(deadlineMs: 60_000))
        for service in ShopService.allCases {
            try expectExactlyOnce(service, count: try shop.outboxCount(of: service))
        }
        #expect(shop.stop(deadlineMs: 10_000))
    }

    @Test("K26: two rival relays of one outbox hand over to each other, and each row is published once")
    func rivals() throws {
        let stock = Stock(store: try Store(folder: folder.path + "/stock", schema: Stock.schema))
        var limits = RelayLimits()
        limits.fencedPauseMs = 1_500
        limits.batchRows = 100
        let relays = (0..<2).map { _ in
            Relay(.stock, store: stock.store, kafka: kafka.settings, partitions: TestKafka.partitions, limits: limits)
        }
        for relay in relays { relay.start() }
        for number in 0..<2_000 { _ = try stock.receive("sku-\(number % 7)", quantity: 1) }
        #expect(eventually(relays[0].progress) { relays.contains { $0.position == 2_001 } })
        for relay in relays { #expect(relay.stop(deadlineMs: 20_000)) }
        try expectExactlyOnce(.stock, count: 2_000)
    }

    @Test("a store that is older than its topic stops the relay, for it would give ids a second time")
    func storeBehind() throws {
        let stock = Stock(store: try Store(folder: folder.path + "/stock", schema: Stock.schema))
        let first = Relay(.stock, store: stock.store, kafka: kafka.settings, partitions: TestKafka.partitions)
        first.start()
        for _ in 0..<5 { _ = try stock.receive("a", quantity: 1) }
        #expect(eventually(first.progress) { first.position == 6 })
        #expect(first.stop(deadlineMs: 10_000))
        let older = Stock(store: try Store(folder: folder.path + "/older", schema: Stock.schema))
        _ = try older.receive("a", quantity: 1)
        let second = Relay(.stock, store: older.store, kafka: kafka.settings, partitions: TestKafka.partitions)
        second.start()
        #expect(eventually(second.progress) { if case .failed = second.state { true } else { false } })
        guard case .failed(let error) = second.state else { return }
        #expect(error.code == .storeBehind)
    }
}
