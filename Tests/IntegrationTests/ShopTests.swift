// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import SampleShop
import Testing

extension OnRealKafka {
    /// On a broker of their own: the shop's topics have fixed names, and its relays a past on the broker.
    @Suite("The sample shop", .enabled(if: OwnBroker.isToBeHad, "this machine can start no Kafka of its own"))
    struct ShopTests {
        private static let kills = 20
        private static let partitions = 4
        private static let ordersPerSecond = 60.0

        @Test(
            "relays killed 20 times: each outbox row is published once, in order, and the read model equals the stores")
        func relaysKilled() throws {
            let seed = SeededGenerator.seedOfRun("shop")
            let broker = try OwnBroker.shared()
            let settings = try KafkaSettings(bootstrap: broker.bootstrap)
            try DaemonHome.with(bootstrap: broker.bootstrap) { home in
                let text = try String(contentsOfFile: Repository.path("projections/shop.yaml"), encoding: .utf8)
                try home.write("shop", text)
                let daemon = try home.start()
                let shop = try SampleShop(
                    folder: home.folder.folder("shop"), kafka: settings, partitions: Self.partitions)
                try shop.start()
                defer { shop.stop(deadlineMs: 10_000) }
                try makeOrders(shop, seed)
                try check(shop.waitUntilPublished(deadlineMs: 60_000), "the outboxes are not published")
                try checkOutboxes(shop, settings)
                let topics = Dictionary(uniqueKeysWithValues: ShopService.allCases.map { ($0.topic, Self.partitions) })
                let places = try Topics.lastOffsets(of: topics, settings)
                try daemon.waitUntilDone(places, projection: "shop", seconds: 60)
                try daemon.waitUntilReady(seconds: 20)
                try daemon.stop()
                try checkModel(ModelFile(data: home.data, projection: "shop"), shop)
            }
        }

        /// Lets orders be made while relays are killed at random moments, each started again at once.
        private func makeOrders(_ shop: SampleShop, _ seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            let maker = OrderMaker(shop, seed: seed, ordersPerSecond: Self.ordersPerSecond)
            maker.start()
            defer { maker.stop() }
            for kill in 0..<Self.kills {
                pause(milliseconds: Int.random(in: 0..<500, using: &random))
                let service = ShopService.allCases[kill % ShopService.allCases.count]
                shop.killRelay(of: service)
                shop.startRelay(of: service)
            }
            maker.stop()
            if let failure = maker.failure { throw failure }
            print("  \(maker.made) orders made while relays were killed \(Self.kills) times")
            try check(maker.made > Self.kills, "hardly any orders were made")
        }

        /// A reader of committed records sees each outbox row's id once, rising within each partition.
        private func checkOutboxes(_ shop: SampleShop, _ settings: KafkaSettings) throws {
            let header = HeaderName("id")
            for service in ShopService.allCases {
                let places = (0..<Int32(Self.partitions)).map {
                    Assignment(topic: service.topic, partition: $0, offset: 0)
                }
                var last = [Int64](repeating: 0, count: Self.partitions)
                var ids: [Int64] = []
                try CommittedLog.read(places, settings) { message in
                    var id: Int64 = 0
                    message.withHeader(header) { id = CommittedLog.text($0).flatMap { Int64($0) } ?? 0 }
                    let partition = message.assignmentIndex
                    try check(id > last[partition], "\(service): row \(id) after \(last[partition])")
                    last[partition] = id
                    ids.append(id)
                }
                let count = try shop.outboxCount(of: service)
                try check(ids.sorted() == Array(1...max(count, 1)), "\(service): \(ids.count) records of \(count) rows")
            }
        }

        /// Orders with their customers and payments, payments and stock: the stores' rows are the model's.
        private func checkModel(_ file: ModelFile, _ shop: SampleShop) throws {
            let customers = try Dictionary(uniqueKeysWithValues: shop.customers.snapshot().map { ($0.id, $0) })
            let payments = try Dictionary(uniqueKeysWithValues: shop.payments.snapshot().map { ($0.orderID, $0) })
            let joined = try shop.orders.snapshot().map { order -> (ModelFile.Value, [ModelFile.Value]) in
                let (customer, payment) = (customers[order.customerID], payments[order.orderID])
                return (
                    .text(order.orderID),
                    [
                        .integer(order.customerID), .text(order.status.rawValue), .integer(order.total.cents),
                        customer.map { .text($0.name) } ?? .null, customer.map { .text($0.city) } ?? .null,
                        customer.map { .integer($0.credit.cents) } ?? .null,
                        payment.map { .text($0.state.rawValue) } ?? .null,
                        payment.map { .integer($0.amount.cents) } ?? .null,
                    ]
                )
            }
            let found = try file.select(
                """
                SELECT o.order_id, o.customer_id, o.status, o.total, c.name, c.city, c.credit, p.state, p.amount
                FROM orders o LEFT JOIN customers c ON c.id = o.customer_id
                    LEFT JOIN payments p ON p.order_id = o.order_id
                """)
            try expectEqual(
                "orders", Dictionary(found.map { ($0[0], Array($0.dropFirst())) }) { $1 }, Dictionary(joined) { $1 })
            try check(found.count == joined.count, "orders stand twice in the join")
            try expectEqual(
                "customers", file.rows("customers", ["id", "name"]),
                Dictionary(customers.map { (.integer($0), [.text($1.name)]) }) { $1 })
            try expectEqual(
                "payments", file.rows("payments", ["order_id", "state", "amount"]),
                Dictionary(payments.map { (.text($0), [.text($1.state.rawValue), .integer($1.amount.cents)]) }) { $1 })
            try expectEqual(
                "stock", file.rows("stock", ["sku", "on_hand", "reserved"]),
                Dictionary(
                    shop.stock.snapshot().map { (.text($0.sku), [.integer($0.onHand), .integer($0.reserved)]) }
                ) { $1 })
        }
    }
}
