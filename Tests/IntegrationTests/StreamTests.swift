// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("A stream of transactions")
    struct StreamTests {
        private static let events = 200_000

        @Test(
            "R1, R6: 200,000 events and a fifth as many aborted ones: the rows equal an independent fold"
        )
        func streamEqualsFold() throws {
            try Stream.with(seedOf: "stream") { stream, home, seed in
                let daemon = try home.start()
                let began = ContinuousClock.now
                let load = StreamLoad(
                    stream, seed: seed, pace: .init(events: Self.events / 2, eventsPerTransaction: 800))
                let model = try load.finish()
                print("  produced after \(began.elapsed)")
                let produced = ContinuousClock.now
                // The last offsets are those of markers and aborted records: done must pass them.
                try daemon.waitUntilDone(stream.topics.lastOffsets(), projection: Stream.projection, seconds: 60)
                print("  caught up \(produced.elapsed) after the last transaction")
                try daemon.waitUntilReady(seconds: 20)
                try checkAnswers(of: daemon, model)
                try stream.expectEqual(model, daemon, home)
                try checkDone(ModelFile(data: home.data, projection: Stream.projection), stream)
            }
        }

        /// Rows over HTTP, as its types are written.
        private func checkAnswers(of daemon: Daemon, _ model: StreamModel) throws {
            let client = try daemon.query
            for (id, order) in model.orders.sorted(by: { $0.key < $1.key }).prefix(50) {
                let row = try client.get("/v1/stream/order?id=\(id)").rows.first
                try check(row?["total"] as? String == order.total?.description, "order \(id): \(row ?? [:])")
                try check(row?["trail"] as? String == order.trail, "order \(id): \(row ?? [:])")
            }
            for (name, page) in model.pages.sorted(by: { $0.key < $1.key }).prefix(20) {
                let row = try client.get("/v1/stream/page?page=\(name)").rows.first
                try check(row?["seconds"] as? Int == page.seconds, "page \(name): \(row ?? [:])")
                try check(row?["spent"] as? String == Cents(page.spent).description, "page \(name): \(row ?? [:])")
            }
        }

        /// The stored `done` of each partition is the log's end, which is past the last record delivered.
        private func checkDone(_ file: ModelFile, _ stream: Stream) throws {
            let accounts = try Dictionary(
                uniqueKeysWithValues: Stream.Topic.allCases.map {
                    (stream.name($0), try file.accounts(stream.name($0)))
                })
            for place in try stream.topics.lastOffsets() {
                let account = try #require(accounts[place.topic]?[Int(place.partition)])
                try check(account.done == place.offset + 1, "\(place.token): \(account)")
                try check(account.next < account.done, "\(place.token) is a record, not a marker: \(account)")
            }
        }
    }
}
