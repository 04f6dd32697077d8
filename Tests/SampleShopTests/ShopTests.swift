// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import SampleShop

@Suite(.serialized) struct ShopTests {
    @Test("a shop makes orders on the mock cluster, pauses, goes on, and publishes all of it")
    func wholeShop() throws {
        let folder = try TestFolder()
        let kafka = try TestKafka()
        let shop = try SampleShop(
            folder: folder.path, kafka: kafka.settings, partitions: TestKafka.partitions, positions: .store)
        try shop.start()
        let maker = OrderMaker(shop, seed: 7, ordersPerSecond: 1_000)
        maker.start()
        let stock = shop.stock.store.bell
        #expect(eventually(stock) { maker.made >= 50 })
        maker.pause()
        maker.resume()
        let resumedAt = maker.made
        #expect(eventually(stock) { maker.made >= resumedAt + 20 })
        maker.stop()
        #expect(maker.failure == nil)
        #expect(try shop.waitUntilPublished(deadlineMs: 30_000))
        for service in ShopService.allCases {
            let count = Int(try shop.outboxCount(of: service))
            #expect(try kafka.published(service.topic, count: count).map(\.id).sorted() == (1...count).map(Int64.init))
            #expect(shop.relayState(of: service) == .running)
        }
        #expect(shop.stop(deadlineMs: 10_000))
        #expect(shop.relayState(of: .orders) == .stopped)
    }

    @Test("a maker that is paused before it starts makes nothing")
    func paused() throws {
        let folder = try TestFolder()
        let shop = try SampleShop(folder: folder.path, kafka: TestKafka().settings)
        let maker = OrderMaker(shop, seed: 7, ordersPerSecond: 1_000)
        maker.pause()
        maker.start()
        #expect(try eventually(shop.customers.store.bell) { try shop.customers.snapshot().count == 50 })
        maker.stop()
        #expect(maker.made == 0)
        #expect(try shop.orders.snapshot().isEmpty)
    }

    @Test("the same seed makes the same orders")
    func seeded() throws {
        func totals(seed: UInt64) throws -> [Money] {
            let folder = try TestFolder()
            let shop = try SampleShop(folder: folder.path, kafka: TestKafka().settings)
            var life = try ShopLife(shop, seed: seed)
            for _ in 0..<20 { try life.step() }
            return try shop.orders.snapshot().map(\.total)
        }
        let first = try totals(seed: 1)
        #expect(try totals(seed: 1) == first)
        #expect(try totals(seed: 2) != first)
    }

    @Test("the events tell all: folded in order they are the rows of all four stores")
    func eventsTellAll() throws {
        let folder = try TestFolder()
        let shop = try SampleShop(folder: folder.path, kafka: TestKafka().settings)
        var life = try ShopLife(shop, seed: 11)
        for _ in 0..<200 { try life.step() }
        var fold = EventFold()
        for store in [shop.customers.store, shop.orders.store, shop.payments.store, shop.stock.store] {
            for row in try store.outbox(from: 1, limit: 100_000) { try fold.apply(row) }
        }
        #expect(try fold.customers.values.sorted { $0.id < $1.id } == shop.customers.snapshot())
        let orders = try shop.orders.snapshot()
        #expect(fold.orders == Dictionary(uniqueKeysWithValues: orders.map { ($0.orderID, $0) }))
        #expect(Set(orders.map(\.status)) == [.placed, .shipped, .cancelled])
        #expect(try fold.payments.values.sorted { $0.orderID < $1.orderID } == shop.payments.snapshot())
        #expect(try fold.stock.values.sorted { $0.sku < $1.sku } == shop.stock.snapshot())
    }
}
