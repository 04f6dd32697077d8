// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

extension OnRealKafka {
    @Suite("Starts and stops")
    struct StartTests {
        private static let stops = 6

        @Test("a topic that is missing at the start is shown, and read when it comes")
        func missingTopic() throws {
            let notes = try Notes(Topics(try RealKafka.settings()), isTopicMade: false)
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                let daemon = try home.start()
                try daemon.waitForState("topic-missing", of: "notes", seconds: 20)
                let status = try daemon.admin.get("/admin/v1/notes")
                try check(status.body.contains(notes.topic), "the status names no topic: \(status.description)")
                try notes.topics.create("notes", partitions: 1)
                let place = try notes.send(1, "late")
                try daemon.waitUntilDone([place], projection: "notes", seconds: 30)
                try daemon.waitUntilReady(seconds: 20)
                try check(notes.text(1, in: daemon) == "late", "the row is not there")
                try daemon.stop()
            }
        }

        @Test("SIGTERM under load ends the daemon with 0 within 5 s, and nothing is lost or twice after it")
        func stoppedUnderLoad() throws {
            try Stream.with(seedOf: "stop") { stream, home, seed in
                var random = SeededGenerator(seed: seed)
                let load = StreamLoad(stream, seed: seed, pace: .init(eventsPerTransaction: 200))
                defer { load.stop() }
                for _ in 0..<Self.stops {
                    let daemon = try home.start()
                    try daemon.waitUntilListening()
                    pause(milliseconds: Int.random(in: 0..<1_000, using: &random))
                    let began = ContinuousClock.now
                    try daemon.stop()
                    print("  stopped in \(began.elapsed)")
                }
                load.stop()
                try stream.expectEqual(load.finish(), home)
            }
        }
    }
}
