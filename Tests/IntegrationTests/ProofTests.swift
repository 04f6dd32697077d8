// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import SQLite
import Testing

extension OnRealKafka {
    /// New generations that are compared with the live one before they answer.
    @Suite("Proofs")
    struct ProofTests {
        private static let rows = 500

        /// A daemon whose live model of some notes was changed by SQL while nothing ran.
        private func with(
            _ sql: String, _ body: (Notes, DaemonHome, Daemon) throws -> Void
        ) throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                let first = try home.start()
                let last = try notes.sendMany(0..<Self.rows, "note")
                try first.waitUntilDone([last], projection: "notes", seconds: 30)
                try first.waitUntilReady(seconds: 20)
                try first.stop()
                try change(sql, home)
                let daemon = try home.start()
                try daemon.waitUntilReady(seconds: 20)
                try daemon.waitUntilLagIsSmall(projection: "notes", seconds: 20)
                try body(notes, home, daemon)
                if daemon.isRunning { try daemon.stop() }
            }
        }

        private func change(_ sql: String, _ home: DaemonHome, generation: Int = 1) throws {
            let path = "\(home.data)/notes.g\(generation).sqlite"
            try Connection(path: path, mode: .readWrite).execute(sql)
        }

        /// The command's lines with single spaces.
        private func lines(_ output: String) -> [String] {
            output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        }

        @Test(
            "R28: a row that was planted wrong, removed or added stops the switch, and is shown with old and new",
            arguments: [
                ("UPDATE notes SET text = 'forged' WHERE id = 7", "notes 7 text forged note 7", "1 changed"),
                ("DELETE FROM notes WHERE id = 8", "notes 8 (no row) text=note 8 _at=8", "1 extra"),
                (
                    "INSERT INTO notes (id, text) VALUES (900, 'mine')", "notes 900 text=mine _at=NULL (no row)",
                    "1 missing"
                ),
            ])
        func planted(_ sql: String, _ line: String, _ count: String) throws {
            try with(sql) { notes, _, daemon in
                let verified = try daemon.command("verify", "notes", "--against-log")
                try check(verified.status == 1, "\(verified.status): \(verified.output)")
                try check(lines(verified.output).contains(line), verified.output)
                try check(verified.output.contains(count), verified.output)
                let refused = try daemon.command("rebuild", "notes")
                try check(refused.status == 1, "\(refused.status): \(refused.output)")
                try check(lines(refused.output).contains(line), refused.output)
                try check(refused.output.contains("differs: the log gives other rows"), refused.output)
                try check(refused.output.contains("--accept-differences"), refused.output)
                let place = try notes.send(9, "after")
                try daemon.waitUntilDone([place], projection: "notes", seconds: 20)
                try check(try daemon.generation(of: "notes") == 1, "the old generation does not answer")
                let again = try daemon.command("rebuild", "notes")
                try check(again.status == 1 && lines(again.output).contains(line), again.output)
                let accepted = try daemon.command("rebuild", "notes", "--accept-differences")
                try check(accepted.status == 0, "\(accepted.status): \(accepted.output)")
                try check(try daemon.generation(of: "notes") == 3, accepted.output)
                try check(try notes.text(7, in: daemon) == "note 7", "the row is not the log's")
                let right = try daemon.command("verify", "notes", "--against-log")
                try check(right.status == 0, right.output)
                try check(right.output.contains("notes: 500 rows, the same"), right.output)
            }
        }

        @Test("R28: a model that would be much smaller needs a word of its own")
        func smaller() throws {
            let many = "WITH RECURSIVE i(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM i WHERE n < 2000)"
            try with("\(many) INSERT INTO notes (id, text) SELECT n, 'x' FROM i") { _, _, daemon in
                let differs = try daemon.command("rebuild", "notes")
                try check(differs.status == 1 && differs.output.contains("1,001 missing"), differs.output)
                try check(differs.output.contains("--accept-differences --allow-smaller"), differs.output)
                let smaller = try daemon.command("rebuild", "notes", "--accept-differences")
                try check(smaller.status == 1, smaller.output)
                try check(smaller.output.contains("notes would have 500 rows instead of 1501"), smaller.output)
                let allowed = try daemon.command("rebuild", "notes", "--allow-smaller")
                try check(allowed.status == 0, allowed.output)
                try check(try daemon.generation(of: "notes") == 2, allowed.output)
            }
        }

        @Test("R28: a key that only the live model holds is listed, one that only the new model holds differs")
        func held() throws {
            try with("SELECT 1") { notes, home, daemon in
                try notes.send(3, value: #"{"text":5}"#)
                let place = try notes.send(9, "after")
                try daemon.waitUntilDone([place], projection: "notes", seconds: 20)
                try daemon.stop()
                try change("CREATE TABLE _keep AS SELECT * FROM _held; DELETE FROM _held", home)
                let reverse = try home.start()
                try reverse.waitUntilReady(seconds: 20)
                let refused = try reverse.command("rebuild", "notes")
                try check(refused.status == 1, refused.output)
                let told = "key 3 held anew: \(notes.topic)/0@\(Self.rows), bad-value"
                try check(refused.output.contains(told), refused.output)
                try reverse.stop()
                // Held in the live model from an earlier record on, which the new one applied.
                let earlier = #"UPDATE _held SET "offset" = 3; UPDATE notes SET text = 'older' WHERE id = 3"#
                try change("INSERT INTO _held SELECT * FROM _keep; \(earlier)", home)
                let forth = try home.start()
                try forth.waitUntilReady(seconds: 20)
                try wait(for: "generation 2 is live", seconds: 30) { try forth.generation(of: "notes") == 2 }
                let status = try forth.admin.get("/admin/v1/notes/rebuild")
                try check(status.body.contains(#""left_out_keys":{"count":1"#), status.body)
                try check(status.body.contains(#""differences":0"#), status.body)
                try forth.stop()
            }
        }

        /// How often a model under load is compared with the log.
        private static let comparisons = LongRun.rounds(4, long: 20)

        @Test("R28: under transactions on many partitions the live model is the log's each time that it is compared")
        func underLoad() throws {
            try Stream.with(seedOf: "proof") { stream, home, seed in
                let load = StreamLoad(
                    stream, seed: seed, pace: .init(eventsPerTransaction: 200, pauseMs: 40))
                let daemon = try home.start()
                try daemon.waitUntilReady(seconds: 30)
                for _ in 0..<Self.comparisons {
                    let verified = try daemon.command("verify", Stream.projection, "--against-log")
                    try check(verified.status == 0, "\(verified.status): \(verified.output)")
                    try check(verified.output.contains("pages: "), verified.output)
                    try check(!verified.output.contains("not compared"), verified.output)
                }
                load.stop()
                let model = try load.finish()
                try daemon.waitUntilDone(stream.topics.lastOffsets(), projection: Stream.projection, seconds: 60)
                try stream.expectEqual(model, daemon, home)
                let stood = daemon.said.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix("stood_ms=") }
                print("  both generations stood still for \(stood.joined(separator: ", "))")
            }
        }
    }
}
