// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

extension OnRealKafka {
    @Suite("Killed rebuilds")
    struct RebuildKillTests {
        private static let events = 20_000
        private static let readers = 8
        /// The longest that a rebuild of so many events goes on before it is killed, in milliseconds.
        private static let lifeMsMax = 600

        @Test(
            "R29: killed in rebuilds and around their switch, readers get right answers alone, and the rows are right")
        func killed() throws {
            try Stream.with(seedOf: "rebuild-kills") { stream, home, seed in
                var random = SeededGenerator(seed: seed)
                let (first, model) = try stream.followed(home, seed: seed, events: Self.events)
                let readers = StreamReaders(model, count: Self.readers, seed: seed)
                readers.ask(try first.query)
                let begun = try first.generation(of: Stream.projection)
                _ = try first.command("rebuild", Stream.projection, "--detach")
                pause(milliseconds: 50)
                first.kill()
                for _ in 0..<LongRun.rounds(5, long: 50) {
                    let daemon = try home.start()
                    try rebuild(daemon, readers)
                    pause(milliseconds: Int.random(in: 0..<Self.lifeMsMax, using: &random))
                    daemon.kill()
                }
                for round in 0..<LongRun.rounds(10, long: 100) {
                    let point = round % 2 == 0 ? "switching" : "switched"
                    let daemon = try home.start(["PROJECTORD_TEST_KILL": "\(point):1"])
                    try rebuild(daemon, readers)
                    let exit = try daemon.waitForExit(seconds: 30)
                    try check(exit == .signal(SIGKILL), "at \(point) the daemon ended with \(exit)")
                }
                let last = try home.start()
                readers.ask(try last.query)
                try last.waitUntilDone(stream.topics.lastOffsets(), projection: Stream.projection, seconds: 60)
                try wait(for: "no build is left", seconds: 60) {
                    try last.generation("building", of: Stream.projection) == nil
                }
                let seen = readers.finish()
                let reached = try last.generation(of: Stream.projection)
                print(
                    "  generations \(begun ?? 0) to \(reached ?? 0); \(seen.right) right answers, \(seen.announced) 503"
                )
                try check(seen.wrong.isEmpty, seen.wrong.joined(separator: "\n"))
                try check(seen.right > 1_000, "only \(seen.right) answers")
                try check((reached ?? 0) > (begun ?? 0) + 4, "from generation \(begun ?? 0) to \(reached ?? 0)")
                try stream.expectEqual(model, last, home)
            }
        }

        /// Asks for a rebuild, unless the one before goes on.
        private func rebuild(_ daemon: Daemon, _ readers: StreamReaders) throws {
            readers.ask(try daemon.query)
            // One that is under way is refused; one that was ended by the daemon's end is no answer at all.
            _ = try? daemon.command("rebuild", Stream.projection, "--detach")
        }
    }
}
