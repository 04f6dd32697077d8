// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

extension OnRealKafka {
    @Suite("Killed daemons")
    struct KillTests {
        /// How many times it is killed at a random moment.
        private static let kills = 60
        /// The longest life, in milliseconds: it reads after some 50 of them, so most kills meet it at work.
        private static let lifeMsMax = 900
        /// Transactions are small, so that many are under way over the time that the kills take.
        private static let pace = StreamProducer.Pace(eventsPerTransaction: 100, pauseMs: 20)

        @Test("R6: killed 60 times at random moments of a stream, the rows equal an independent fold")
        func killedAtRandom() throws {
            try run("kill") { home, load, random in
                let began = ContinuousClock.now
                var kills = 0
                var lateKills = 0
                while kills < Self.kills {
                    let daemon = try home.start()
                    pause(milliseconds: Int.random(in: 0..<Self.lifeMsMax, using: &random))
                    lateKills += try daemon.listening() ? 1 : 0
                    // The producers go on until they are told to stop, so none of these kills meets a finished stream.
                    kills += daemon.kill() ? 1 : 0
                }
                print("  \(kills) kills, \(lateKills) after it listened, in \(began.elapsed)")
            }
        }

        @Test("R6: killed at each named point of a transaction, the rows equal an independent fold")
        func killedAtPoints() throws {
            try run("points") { home, _, _ in
                for point in ["begun", "rows-written", "positions-written", "committed"] {
                    for count in [1, 2, 5, 17] { try kill(at: "\(point):\(count)", home, bySignal: false) }
                }
                // Seldom reached while it runs, always when it stops.
                for count in [1, 1, 1] { try kill(at: "checkpoint:\(count)", home, bySignal: true) }
            }
        }

        /// Runs the kills while two producers go on, lets a last daemon finish, and compares.
        private func run(
            _ name: String, _ kills: (DaemonHome, StreamLoad, inout SeededGenerator) throws -> Void
        ) throws {
            let seed = SeededGenerator.seedOfRun(name)
            var random = SeededGenerator(seed: seed)
            let topics = Topics(try RealKafka.settings())
            let stream = try Stream(topics)
            defer { topics.delete() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write(Stream.projection, stream.projectionText)
                let load = StreamLoad(stream, seed: seed, pace: Self.pace)
                defer { load.stop() }
                try kills(home, load, &random)
                load.stop()
                try stream.expectEqual(load.finish(), home)
            }
        }

        private func kill(at point: String, _ home: DaemonHome, bySignal: Bool) throws {
            let daemon = try home.start(["PROJECTORD_TEST_KILL": point])
            if bySignal {
                try daemon.waitUntilReady(seconds: 20)
                daemon.terminate()
            }
            let exit = try daemon.waitForExit(seconds: 30)
            try check(exit == .signal(SIGKILL), "at \(point) the daemon ended with \(exit)")
        }
    }
}
