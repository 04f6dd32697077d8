// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Brokers that go away", .enabled(if: OwnBroker.isToBeHad, "this machine can start no Kafka of its own"))
    struct BrokerTests {
        private static let kills = 5
        /// Goes on over the whole test, some 3,000 events a second.
        private static let pace = StreamProducer.Pace(eventsPerTransaction: 100, pauseMs: 20, outlastsBroker: true)

        @Test("R1: a broker killed and started five times under load: caught up after each, no event lost or twice")
        func killedBroker() throws {
            let seed = SeededGenerator.seedOfRun("broker")
            var random = SeededGenerator(seed: seed)
            let broker = try OwnBroker.shared()
            let topics = Topics(try KafkaSettings(bootstrap: broker.bootstrap))
            let stream = try Stream(topics)
            try DaemonHome.with(bootstrap: broker.bootstrap) { home in
                try home.write(Stream.projection, stream.projectionText)
                let daemon = try home.start()
                let load = StreamLoad(stream, seed: seed, pace: Self.pace)
                defer { load.stop() }
                try daemon.waitUntilReady(seconds: 30)
                for kill in 1...Self.kills {
                    let before = load.committedCount
                    try wait(for: "the producers go on", seconds: 90) { load.committedCount > before + 1_000 }
                    pause(milliseconds: Int.random(in: 0..<500, using: &random))
                    try broker.kill()
                    pause(milliseconds: Int.random(in: 0..<3_000, using: &random))
                    try broker.start()
                    let back = ContinuousClock.now
                    // What readers of committed records can have: a transaction under way may take a while to end.
                    let places = try topics.lastOffsets(.committed)
                    try daemon.waitUntilDone(places, projection: Stream.projection, seconds: 30)
                    print("  after return \(kill) caught up in \(back.elapsed)")
                }
                load.stop()
                let model = try load.finishByLog()
                try daemon.waitUntilDone(topics.lastOffsets(), projection: Stream.projection, seconds: 60)
                try stream.expectEqual(model, daemon, home)
            }
        }

        @Test("R40: without a broker at its start the daemon says what it waits for, and goes on when the broker comes")
        func absentBroker() throws {
            let broker = try OwnBroker.shared()
            let notes = try Notes(Topics(try KafkaSettings(bootstrap: broker.bootstrap)))
            let place = try notes.send(1, "before")
            try broker.kill()
            try DaemonHome.with(bootstrap: broker.bootstrap) { home in
                try home.write("notes", notes.projectionText)
                let daemon = try home.start()
                try daemon.waitForState("waiting", of: "notes", seconds: 20)
                try check(daemon.admin.get("/readyz").status == 503, "ready without a broker")
                try check(daemon.admin.get("/livez").status == 200, "not alive without a broker")
                let answer = try daemon.query.get("/v1/notes/note?id=1")
                try check(answer.status == 503, "without a model: \(answer.description)")
                try broker.start()
                let back = ContinuousClock.now
                try daemon.waitUntilDone([place], projection: "notes", seconds: 30)
                print("  after the broker came it was caught up in \(back.elapsed)")
                try daemon.waitUntilReady(seconds: 20)
                try check(notes.text(1, in: daemon) == "before", "the row is not there")
                try daemon.stop()
            }
        }
    }
}
