// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

extension OnRealKafka {
    @Suite("Disks that are full or fail")
    struct DiskFullTests {
        private static let points = 50
        private static let megabytes = 160

        @Test(
            "a disk that is full at 50 moments of a stream: reads go on, it resumes by itself, no row differs",
            .enabled(if: SmallDisk.canBeMade, "SKIPPED: only root can mount a small disk"))
        func fullAgainAndAgain() throws {
            try Stream.with(seedOf: "full") { stream, home, seed in
                var random = SeededGenerator(seed: seed)
                let disk = try SmallDisk(at: home.data, megabytes: Self.megabytes)
                let load = StreamLoad(stream, seed: seed, pace: .init(eventsPerTransaction: 100, pauseMs: 20))
                defer { load.stop() }
                let daemon = try home.start()
                try daemon.waitUntilReady(seconds: 30)
                for point in 1...Self.points {
                    pause(milliseconds: Int.random(in: 0..<100, using: &random))
                    try untilFull(daemon, disk)
                    try checkReads(daemon, point)
                    disk.free()
                    try daemon.waitForState("running", of: Stream.projection, seconds: 20)
                }
                try rebuildOnFullDisk(daemon, disk, home)
                load.stop()
                let model = try load.finish()
                try daemon.waitUntilDone(stream.topics.lastOffsets(), projection: Stream.projection, seconds: 60)
                try stream.expectEqual(model, daemon, home)
            }
        }

        private func untilFull(_ daemon: Daemon, _ disk: SmallDisk) throws {
            var last = ""
            try wait(for: "the full disk is shown; the last status was \(last)", seconds: 30) {
                try disk.fill()
                let status = try daemon.admin.get("/admin/v1/\(Stream.projection)")
                last = status.description
                return status.field("state") == "waiting"
                    && status.field("waiting_for")?.contains("the disk is full: ") == true
            }
        }

        private func checkReads(_ daemon: Daemon, _ point: Int) throws {
            for id in 1...3 {
                let answer = try daemon.query.get("/v1/stream/order?id=\(id)")
                try check(answer.status == 200, "full for the time \(point): \(answer.description)")
            }
        }

        /// A new generation cannot be made on it, and is made when there is room.
        private func rebuildOnFullDisk(_ daemon: Daemon, _ disk: SmallDisk, _ home: DaemonHome) throws {
            try untilFull(daemon, disk)
            let refused = try daemon.command("rebuild", Stream.projection)
            try check(refused.status == 69, "\(refused.status): \(refused.output)")
            try check(refused.output.contains("free disk space"), refused.output)
            disk.free()
            try daemon.waitForState("running", of: Stream.projection, seconds: 20)
            let rebuilt = try daemon.command("rebuild", Stream.projection)
            try check(rebuilt.status == 0, "\(rebuilt.status): \(rebuilt.output)")
        }

        private static let shim = """
            #include <errno.h>
            #include <unistd.h>
            #include <stdlib.h>
            static int lost() {
                const char* flag = getenv("LOSE_SYNCS");
                return flag && access(flag, F_OK) == 0;
            }
            extern "C" int fsync(int) { if (lost()) { errno = EIO; return -1; } return 0; }
            extern "C" int fdatasync(int) { if (lost()) { errno = EIO; return -1; } return 0; }
            """

        @Test("a sync that fails ends the daemon with 74 at once, and the next start goes on, equal")
        func lostWrite() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                try home.folder.write("shim.cpp", Self.shim)
                let library = home.folder.path + "/shim.so"
                let flag = home.folder.path + "/lose"
                let built = try Script(
                    "/usr/bin/g++", ["-shared", "-fPIC", "-o", library, home.folder.path + "/shim.cpp"])
                try check(built.status == 0, built.output)
                let daemon = try home.start(["LD_PRELOAD": library, "LOSE_SYNCS": flag])
                let place = try notes.sendMany(0..<1_000, "note")
                try daemon.waitUntilDone([place], projection: "notes", seconds: 30)
                try home.folder.write("lose", "")
                // Stopping writes the log back to the database, which is the first to sync.
                daemon.terminate()
                let exit = try daemon.waitForExit(seconds: 10)
                try check(exit == .code(74), "it ended with \(exit)")
                try check(daemon.said.contains("error: the disk lost a write: "), daemon.said)
                let next = try home.start()
                try next.waitUntilDone([place], projection: "notes", seconds: 20)
                try check(notes.text(7, in: next) == "note 7", "the row is gone")
                try next.stop()
            }
        }
    }
}
