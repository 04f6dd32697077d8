// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Rebuilds")
    struct RebuildTests {
        private static let events = 60_000
        private static let kills = 6

        @Test(
            "R27, R28: after records were lost a rebuild is refused, accepted, and equals what the log has",
            .enabled(if: LogStart.canMove, "SKIPPED: no tool that removes records"))
        func gap() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                let first = try home.start()
                let before = try notes.sendMany(0..<2_000, "first")
                try first.waitUntilDone([before], projection: "notes", seconds: 30)
                try first.waitUntilReady(seconds: 20)
                try first.stop()
                _ = try notes.sendMany(1_500..<2_500, "second")
                try LogStart.move(notes.topic, to: 2_300)
                let second = try home.start()
                try second.waitForState("gap", of: "notes", seconds: 30)
                try check(notes.text(3, in: second) == "first 3", "the old generation does not answer")
                let refused = try second.command("rebuild", "notes")
                try check(refused.status == 1, "\(refused.status): \(refused.output)")
                try check(refused.output.contains("error: Log incomplete: "), refused.output)
                try check(refused.output.contains("--accept-differences"), refused.output)
                let accepted = try second.command("rebuild", "notes", "--accept-differences")
                try check(accepted.status == 0, "\(accepted.status): \(accepted.output)")
                try check(accepted.output.contains("generation 2 is live: 700 records"), accepted.output)
                let place = try notes.send(1, "after")
                try second.waitUntilDone([place], projection: "notes", seconds: 20)
                try second.stop()
                try expectFold(of: notes, home)
            }
        }

        /// The rows are the last texts of what the log has.
        private func expectFold(of notes: Notes, _ home: DaemonHome) throws {
            var texts: [ModelFile.Value: [ModelFile.Value]] = [:]
            let place = Assignment(topic: notes.topic, partition: 0, offset: 2_300)
            try CommittedLog.read([place], notes.topics.settings) { message in
                message.withBytes { key, value in
                    let body = (CommittedLog.text(value) ?? "").data(using: .utf8) ?? Data()
                    let object = (try? JSONSerialization.jsonObject(with: body)) as? [String: Any]
                    guard let id = CommittedLog.text(key).flatMap({ Int64($0) }) else { return }
                    texts[.integer(id)] = [.text(object?["text"] as? String ?? "")]
                }
            }
            let file = try ModelFile(data: home.data, projection: "notes")
            try check(file.generation == 2, "generation \(file.generation)")
            try check(texts.count == 701, "the log has \(texts.count) notes")
            try check(try file.rows("notes", ["id", "text"]) == texts, "the rows are not those of the log")
        }

        @Test("R29: killed again and again, a rebuild goes on and ends in rows that equal an independent fold")
        func killed() throws {
            try Stream.with(seedOf: "rebuild") { stream, home, seed in
                var random = SeededGenerator(seed: seed)
                let (first, model) = try stream.followed(home, seed: seed, events: Self.events)
                let begun = try first.command("rebuild", Stream.projection, "--detach")
                try check(begun.status == 0, begun.output)
                first.kill()
                var underWay = 0
                for _ in 0..<Self.kills {
                    let daemon = try home.start()
                    try daemon.waitUntilListening()
                    pause(milliseconds: Int.random(in: 0..<300, using: &random))
                    underWay += try daemon.generation("building", of: Stream.projection) == 2 ? 1 : 0
                    daemon.kill()
                }
                print("  killed \(underWay) times while it was being built")
                let last = try home.start()
                try wait(for: "generation 2 is live", seconds: 60) {
                    try last.generation(of: Stream.projection) == 2
                }
                try last.waitUntilDone(stream.topics.lastOffsets(), projection: Stream.projection, seconds: 60)
                try stream.expectEqual(model, last, home)
                let files = try FileManager.default.contentsOfDirectory(atPath: home.data)
                let kept = Set(files.filter { $0.hasPrefix("stream.g") && $0.hasSuffix(".sqlite") })
                try check(kept == ["stream.g1.sqlite", "stream.g2.sqlite"], "\(files)")
            }
        }
    }
}
