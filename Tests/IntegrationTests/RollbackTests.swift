// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Rollbacks")
    struct RollbackTests {
        private static let wider = "text: text, size: integer"

        /// A daemon whose definition was changed after 500 notes: generation 2 is live, 1 is kept.
        private func changed(_ notes: Notes, _ home: DaemonHome) throws -> Daemon {
            try home.write("notes", notes.projectionText)
            let first = try home.start()
            try first.waitUntilDone([notes.sendMany(0..<500, "first")], projection: "notes", seconds: 30)
            try first.waitUntilReady(seconds: 20)
            try first.stop()
            try home.write("notes", notes.projection(columns: Self.wider))
            return try started(home, generation: 2)
        }

        private func started(_ home: DaemonHome, generation: Int) throws -> Daemon {
            let daemon = try home.start()
            try wait(for: "generation \(generation) is live", seconds: 30) {
                try daemon.listening() && daemon.generation(of: "notes") == generation
            }
            return daemon
        }

        @Test("R31: a rollback catches up, stays after a restart and after a kill, and a rebuild ends it")
        func rollback() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                let second = try changed(notes, home)
                let place = try notes.sendMany(400..<700, "second")
                try second.waitUntilDone([place], projection: "notes", seconds: 20)
                let back = try second.command("rollback", "notes")
                try check(back.status == 0 && back.output.contains("generation 1 is live again"), back.output)
                try check(notes.text(450, in: second) == "second 450", "it has not caught up")
                let status = try second.command("status")
                try check(status.output.contains("previous: generation 2"), status.output)
                try check(status.output.contains("an operator went back from it"), status.output)
                try second.stop()
                let third = try started(home, generation: 1)
                try third.waitUntilDone([notes.send(1, "third")], projection: "notes", seconds: 20)
                try check(third.generation("building", of: "notes") == nil, "it is built anew")
                third.kill()
                let fourth = try started(home, generation: 1)
                try check(notes.text(1, in: fourth) == "third", "the old generation has not gone on")
                let rebuilt = try fourth.command("rebuild", "notes")
                try check(rebuilt.status == 0 && rebuilt.output.contains("generation 3 is live"), rebuilt.output)
                try fourth.stop()
                let fifth = try started(home, generation: 3)
                try fifth.stop()
                let rows = try ModelFile(data: home.data, projection: "notes").rows("notes", ["id", "text", "size"])
                try check(rows[.integer(450)] == [.text("second 450"), .integer(450)], "\(rows.count) rows")
                try check(rows.count == 700, "\(rows.count) rows")
            }
        }

        @Test("R31: --stale goes back at once and names the tokens that it breaks")
        func stale() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                let daemon = try changed(notes, home)
                let place = try notes.sendMany(400..<700, "second")
                try daemon.waitUntilDone([place], projection: "notes", seconds: 20)
                let back = try daemon.command("rollback", "notes", "--stale")
                try check(back.status == 0, back.output)
                let broken = "tokens of \(notes.topic)/0@500 to \(notes.topic)/0@799 are not met until read again"
                try check(back.output.contains(broken), back.output)
                try daemon.waitUntilDone([place], projection: "notes", seconds: 20)
                try check(notes.text(450, in: daemon) == "second 450", "it has not caught up")
                let again = try daemon.command("rollback", "notes", "--detach")
                try check(again.status == 0 && again.output.contains("going back to generation 2"), again.output)
                try daemon.stop()
            }
        }

        /// Ctrl-C ends the command alone, and says how to end the build.
        private func interrupt(_ daemon: Daemon) throws {
            let follow = try [Repository.daemon, "rebuild", "notes", "--admin", daemon.admin.address]
            let left = try Script("/usr/bin/timeout", ["--preserve-status", "-s", "INT", "2"] + follow)
            try check(left.status == 130, "\(left.status): \(left.output)")
            try check(left.output.contains("it goes on by itself"), left.output)
            try check(left.output.contains("projectord rebuild notes --cancel ends it"), left.output)
            try check(daemon.generation("building", of: "notes") == 4, "the build does not go on")
            try check(try daemon.command("rebuild", "notes", "--cancel").status == 0, "it is not cancelled")
        }

        @Test("a build is cancelled: its files go, and what is live goes on")
        func cancel() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                let second = try changed(notes, home)
                let none = try second.command("rebuild", "notes", "--cancel")
                try check(none.status == 1 && none.output.contains("Cannot cancel"), none.output)
                try second.stop()
                // A topic that is not there keeps the build from ending.
                let text = notes.projection(columns: Self.wider).replacing(notes.topic, with: notes.topic + "-none")
                try home.write("notes", text)
                let third = try started(home, generation: 2)
                try wait(for: "the build", seconds: 20) { try third.generation("building", of: "notes") == 3 }
                let refused = try third.command("rollback", "notes")
                try check(refused.status == 1 && refused.output.contains("--cancel"), refused.output)
                let cancelled = try third.command("rebuild", "notes", "--cancel")
                try check(cancelled.status == 0, cancelled.output)
                try check(
                    cancelled.output.contains("the build of generation 3 is ended; generation 2 answers as before"),
                    cancelled.output)
                try check(cancelled.output.contains("builds it anew at its next start"), cancelled.output)
                let files = try FileManager.default.contentsOfDirectory(atPath: home.data)
                try check(!files.contains { $0.hasPrefix("notes.g3.") }, "\(files)")
                try interrupt(third)
                try third.waitUntilDone([notes.send(1, "third")], projection: "notes", seconds: 20)
                try check(notes.text(1, in: third) == "third", "the live one has not gone on")
                try third.stop()
            }
        }
    }
}
