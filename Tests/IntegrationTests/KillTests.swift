// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Killed daemons")
    struct KillTests {
        /// How many times it is killed at a random moment.
        private static let kills = 60
        /// The longest life, in milliseconds.
        ///
        /// A start takes some 0.1 s, so that most kills meet it at work: of 60, 47 came after it had committed.
        private static let lifeMsMax = 900
        /// Transactions are small, so that many are under way over the time that the kills take.
        private static let pace = StreamProducer.Pace(eventsPerTransaction: 100, pauseMs: 20)

        @Test("R6: killed 60 times at random moments of a stream, the rows equal an independent fold")
        func killedAtRandom() throws {
            try run("kill") { home, load, random in
                let began = ContinuousClock.now
                var kills = 0
                var progressed = 0
                var applied: Int64 = 0
                while kills < Self.kills {
                    let daemon = try home.start()
                    pause(milliseconds: Int.random(in: 0..<Self.lifeMsMax, using: &random))
                    // The producers go on until they are told to stop, so none of these kills meets a finished stream.
                    kills += daemon.kill() ? 1 : 0
                    let now = try delivered(home)
                    progressed += now > applied ? 1 : 0
                    applied = now
                }
                print("  \(kills) kills, \(progressed) after it had committed, in \(began.elapsed)")
                try check(progressed >= Self.kills / 3, "too few of the daemons came to commit anything")
            }
        }

        @Test("R6: killed at each named point of a transaction, the rows equal an independent fold")
        func killedAtPoints() throws {
            try run("points") { home, load, _ in
                for point in ["begun", "rows-written", "positions-written", "committed"] {
                    for count in [1, 2, 5, 17] { try kill(at: "\(point):\(count)", home) }
                }
                // Seldom reached while it runs, always when it stops.
                for _ in 1...4 { try kill(at: "checkpoint:1", home, stoppingAfter: load) }
            }
        }

        /// How many records the live generation has; 0 before there is one.
        private func delivered(_ home: DaemonHome) throws -> Int64 {
            guard let file = try? ModelFile(data: home.data, projection: Stream.projection) else { return 0 }
            guard case .integer(let sum) = try file.select("SELECT sum(delivered) FROM _positions").first?.first else {
                return 0
            }
            return sum
        }

        /// Runs the kills while two producers go on, lets a last daemon finish, and compares.
        private func run(
            _ name: String, _ kills: (DaemonHome, StreamLoad, inout SeededGenerator) throws -> Void
        ) throws {
            try Stream.with(seedOf: name) { stream, home, seed in
                var random = SeededGenerator(seed: seed)
                let load = StreamLoad(stream, seed: seed, pace: Self.pace)
                defer { load.stop() }
                try kills(home, load, &random)
                load.stop()
                try stream.expectEqual(load.finish(), home)
            }
        }

        private func kill(at point: String, _ home: DaemonHome, stoppingAfter load: StreamLoad? = nil) throws {
            let daemon = try home.start(["PROJECTORD_TEST_KILL": point])
            if let load {
                let places = try load.stream.topics.lastOffsets(.committed)
                try daemon.waitUntilDone(places, projection: Stream.projection, seconds: 20)
                daemon.terminate()
            }
            let exit = try daemon.waitForExit(seconds: 30)
            try check(exit == .signal(SIGKILL), "at \(point) the daemon ended with \(exit)")
        }
    }
}
