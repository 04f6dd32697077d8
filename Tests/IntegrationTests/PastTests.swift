// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Past generations")
    struct PastTests {
        private static let events = 40_000
        private static let times = 5

        @Test("R30: as of five random times, each model equals an independent fold that is cut there")
        func until() throws {
            try Stream.with(seedOf: "past") { stream, home, seed in
                var random = SeededGenerator(seed: seed)
                let load = StreamLoad(
                    stream, seed: seed, pace: .init(events: Self.events / 2, eventsPerTransaction: 400))
                let model = try load.finish()
                let log = try TimedLog(stream)
                let daemon = try home.start()
                try daemon.waitUntilDone(stream.topics.lastOffsets(), projection: Stream.projection, seconds: 60)
                try daemon.waitUntilReady(seconds: 20)
                for number in 0..<Self.times {
                    let ms = Int64.random(in: log.span, using: &random)
                    let built = try daemon.command(
                        "rebuild", Stream.projection, "--until", Self.text(ms), "--label", "t\(number)")
                    try check(built.status == 0, built.output)
                    try check(built.output.contains("answers as stream@t\(number)"), built.output)
                    let numbers = log.numbers(untilMs: ms)
                    print("  until \(Self.text(ms)): \(numbers.count) of \(log.count) records")
                    let file = try ModelFile(data: home.data, projection: Stream.projection, generation: number + 2)
                    let cut = try stream.journal.model(of: numbers)
                    try cut.check(against: file)
                    try cut.checkAccounts(in: file, of: stream)
                }
                try daemon.stop()
                let again = try home.start()
                try again.waitUntilReady(seconds: 20)
                try checkAnswers(again, model, home)
                try stream.expectEqual(model, again, home)
            }
        }

        /// After a restart they answer as before, and one goes.
        private func checkAnswers(_ daemon: Daemon, _ model: StreamModel, _ home: DaemonHome) throws {
            for number in 0..<Self.times {
                let position = try daemon.query.get("/v1/stream@t\(number)/_position")
                try check(position.status == 200, position.description)
                try check(position.description.contains("as_of"), position.description)
            }
            let page = try #require(model.pages.keys.min())
            let asked = try daemon.command("query", "stream@t0/page", "page=\(page)")
            try check(asked.status == 0 && asked.output.contains("\"rows\""), asked.output)
            let status = try daemon.command("status")
            try check(status.output.contains("stream@t4: generation 6 as of "), status.output)
            let removed = try daemon.command("remove", "stream@t4")
            try check(removed.status == 0 && removed.output == "removed stream@t4\n", removed.output)
            try check(try daemon.query.get("/v1/stream@t4/_position").status == 404, "it answers still")
            let files = try FileManager.default.contentsOfDirectory(atPath: home.data)
            try check(!files.contains { $0.hasPrefix("stream.g6.") }, "\(files)")
        }

        private static func text(_ ms: Int64) -> String {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            return Date(timeIntervalSince1970: Double(ms) / 1_000 + 0.000_1).formatted(style)
        }

        @Test(
            "R30: a time before the log's start is refused, and so is a log that lost what the live model has",
            .enabled(if: LogStart.canMove, "SKIPPED: no tool that removes records"))
        func logStart() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                let place = try notes.sendMany(0..<20, "first")
                try LogStart.move(notes.topic, to: 10)
                let daemon = try home.start()
                try daemon.waitUntilDone([place], projection: "notes", seconds: 30)
                try daemon.waitUntilReady(seconds: 20)
                let early = try daemon.command("rebuild", "notes", "--until", "2026-01-01T00:00:00Z")
                try check(early.status == 1 && early.output.contains("Before the log's start"), early.output)
                let ms = Int64(Date().timeIntervalSince1970 * 1_000)
                let late = try daemon.command("rebuild", "notes", "--until", Self.text(ms), "--label", "late")
                try check(late.status == 0 && late.output.contains("  up to \(notes.topic)/0@20\n"), late.output)
                try LogStart.move(notes.topic, to: 15)
                let lost = try daemon.command("rebuild", "notes", "--until", Self.text(ms))
                try check(lost.status == 1 && lost.output.contains("Log incomplete"), lost.output)
                try daemon.stop()
            }
        }

        @Test("R30: a compacted topic has no past")
        func refused() throws {
            let notes = try Notes(Topics(try RealKafka.settings(), config: ["cleanup.policy": "compact"]))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                let daemon = try home.start()
                try daemon.waitUntilDone([notes.sendMany(0..<20, "first")], projection: "notes", seconds: 30)
                try daemon.waitUntilReady(seconds: 20)
                let refused = try daemon.command("rebuild", "notes", "--until", "2026-01-01T00:00:00Z")
                try check(refused.status == 1 && refused.output.contains("Source compacted"), refused.output)
                try daemon.stop()
            }
        }
    }
}
