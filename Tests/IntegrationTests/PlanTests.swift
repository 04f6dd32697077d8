// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Synchronization
import Testing

extension OnRealKafka {
    @Suite("Changed definitions")
    struct PlanTests {
        private static let view = """

            views:
              lengths: {sql: "SELECT size, count(*) AS notes FROM notes GROUP BY size"}
            """
        private static let more = """
              of_size:
                sql: SELECT id FROM sizes WHERE size = :size
                params: {size: {type: integer, required: true}}
            """

        private static let table =
            "\n  sizes: {from: notes, key: {id: integer}, columns: {size: integer}, index: [size]}"

        private func text(_ notes: Notes, index: String = "", view: String = "", more: String = "") -> String {
            notes.projection(columns: "text: text, size: integer")
                .replacing("size: integer}", with: "size: integer}\(index)\(view)") + more
        }

        private func plan(_ home: DaemonHome, bootstrap: Bool = false) throws -> [String: Any] {
            let asked = try Script(
                Repository.daemon,
                ["check", home.folder.path + "/projections", "--data", home.data, "--plan", "--json"]
                    + (bootstrap ? ["--bootstrap", home.bootstrap] : []))
            try check(asked.status == 0, asked.output)
            let list = try JSONSerialization.jsonObject(with: Data(asked.output.utf8)) as? [[String: Any]]
            guard let first = list?.first else { throw TestFailure(asked.output) }
            return first
        }

        /// Builds the first generation of so many notes, and stops its daemon; the place of the last note.
        private func build(_ notes: Notes, _ count: Int, _ home: DaemonHome) throws -> Topics.Place {
            try home.write("notes", text(notes))
            let last = try notes.sendMany(0..<count, "first")
            let first = try home.start()
            try first.waitUntilDone([last], projection: "notes", seconds: 30)
            try first.waitUntilReady(seconds: 20)
            try first.stop()
            return last
        }

        @Test("R26: new views and indexes read no record again, are right, and queries are answered all the while")
        func copies() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                var last = try build(notes, 3_000, home)
                for (number, change) in [
                    (2, ("views", "", Self.view)), (3, ("indexes", "\n    index: [size]", Self.view)),
                ] {
                    try home.write("notes", text(notes, index: change.1, view: change.2))
                    let told = try plan(home)
                    try check(told["plan"] as? String == change.0 && told["way"] as? String == "copy", "\(told)")
                    let daemon = try home.start()
                    let traffic = try Traffic(daemon, "/v1/notes/note?id=5")
                    last = try notes.sendMany(0..<500, "round \(number)")
                    try wait(for: "generation \(number) is live", seconds: 30) {
                        try daemon.generation(of: "notes") == number
                    }
                    try daemon.waitUntilDone([last], projection: "notes", seconds: 20)
                    try traffic.end()
                    try check(daemon.said.contains("copied the live generation"), "no copy was made")
                    try daemon.stop()
                    try expect(home, notes, generation: number, delivered: Int64(3_000 + 500 * (number - 1)))
                }
                try check(try plan(home)["plan"] as? String == "nothing", "the plan of what is live")
            }
        }

        /// The view is its SELECT, and each record was delivered once in all.
        private func expect(_ home: DaemonHome, _ notes: Notes, generation: Int, delivered: Int64) throws {
            let file = try ModelFile(data: home.data, projection: "notes")
            try check(file.generation == generation, "generation \(file.generation)")
            let account = try file.accounts(notes.topic)[0]
            try check(account?.delivered == delivered, "\(String(describing: account))")
            let kept = try file.select("SELECT size, notes FROM lengths")
            let anew = try file.select("SELECT size, count(*) FROM notes GROUP BY size")
            try check(!kept.isEmpty && Set(kept) == Set(anew), "the view is not its SELECT")
        }

        @Test("R26: a new table's query answers 503 until it is built, and the old queries answer all the while")
        func newTable() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                _ = try build(notes, 20_000, home)
                try home.write("notes", text(notes, index: Self.table, more: "\n" + Self.more))
                let told = try plan(home, bootstrap: true)
                let estimate = told["estimate"] as? [String: Any]
                try check(told["plan"] as? String == "tables" && told["way"] as? String == "log", "\(told)")
                try check(estimate?["from_brokers"] as? Bool == true, "\(told)")
                try check(estimate?["records"] as? Int == 20_000, "\(told)")
                let daemon = try home.start()
                let traffic = try Traffic(daemon, "/v1/notes/note?id=5")
                var seen: [Int] = []
                try wait(for: "the new query is answered", seconds: 60) {
                    let answer = try daemon.query.get("/v1/notes/of_size?size=7")
                    if seen.last != answer.status { seen.append(answer.status) }
                    if answer.status == 503, try daemon.generation(of: "notes") == 1 {
                        try check(answer.headers["retry-after"] != nil, answer.description)
                        try check(answer.field("type") == "/problems/first-build", answer.description)
                    }
                    return answer.status == 200
                }
                try check(Set(seen).isSubset(of: [503, 200]), "\(seen)")
                try check(try daemon.query.get("/v1/notes/of_size?size=7").rows.count == 1, "its row")
                try check(try daemon.query.get("/v1/notes/never?size=7").status == 404, "a query that nobody has")
                try traffic.end()
                try daemon.stop()
            }
        }

        @Test("R26: a definition that changes again and again, with kills, ends with the newest and one generation")
        func changedAgain() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                let last = try build(notes, 20_000, home)
                var random = SeededGenerator(seed: SeededGenerator.seedOfRun("plans"))
                for round in 0..<6 {
                    let isView = round % 2 == 0
                    try home.write(
                        "notes", text(notes, index: isView ? "" : "\n    index: [size]", view: isView ? Self.view : ""))
                    let daemon = try home.start()
                    try daemon.waitUntilListening()
                    pause(milliseconds: Int.random(in: 0..<400, using: &random))
                    daemon.kill()
                }
                try home.write("notes", text(notes, view: Self.view))
                let daemon = try home.start()
                try wait(for: "the view is there", seconds: 60) {
                    try daemon.generation("building", of: "notes") == nil
                        && (try? ModelFile(data: home.data, projection: "notes").select("SELECT * FROM lengths")) != nil
                }
                try daemon.waitUntilDone([last], projection: "notes", seconds: 20)
                try daemon.stop()
                let file = try ModelFile(data: home.data, projection: "notes")
                try expect(home, notes, generation: file.generation, delivered: 20_000)
                let models = try FileManager.default.contentsOfDirectory(atPath: home.data).filter {
                    $0.hasSuffix(".sqlite") && $0 != "notes.g\(file.generation).sqlite"
                }
                // The last switch keeps what it replaced (R31).
                try check(models.count <= 1, "\(models)")
            }
        }

        @Test(
            "R26: a copy waits for a disk that has no room for it, while the live one answers, and is made by itself",
            .enabled(if: SmallDisk.canBeMade, "SKIPPED: only root can mount a small disk"))
        func fullDisk() throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                let disk = try SmallDisk(at: home.data, megabytes: 32)
                try home.write("notes", text(notes))
                var last = try notes.sendMany(0..<20_000, "first")
                let first = try home.start()
                try first.waitUntilDone([last], projection: "notes", seconds: 30)
                try first.waitUntilReady(seconds: 20)
                try first.stop()
                try home.write("notes", text(notes, view: Self.view))
                try disk.fill(butKilobytes: 400)
                let daemon = try home.start()
                try wait(for: "the build waits", seconds: 20) {
                    try daemon.admin.get("/admin/v1/notes").field("build_waiting_for")?.contains("disk is full") == true
                }
                last = try notes.send(5, "later")
                try daemon.waitUntilDone([last], projection: "notes", seconds: 20)
                try check(notes.text(5, in: daemon) == "later", "the live one does not go on")
                disk.free()
                try wait(for: "the copy is live", seconds: 30) { try daemon.generation(of: "notes") == 2 }
                try check(daemon.said.contains("copied the live generation"), "no copy was made")
                try daemon.stop()
                try expect(home, notes, generation: 2, delivered: 20_001)
            }
        }

        /// Asks one query again and again, each answer of which must be 200.
        private final class Traffic: Sendable {
            private let isEnough = Atomic<Bool>(false)
            private let outcome = Mutex<(answers: Int, wrong: String?)>((0, nil))
            private let ended = DispatchSemaphore(value: 0)

            init(_ daemon: Daemon, _ path: String) throws {
                let client = try daemon.query
                try wait(for: "\(path) is answered", seconds: 10) { try client.get(path).status == 200 }
                let thread = Thread { [self] in
                    while !isEnough.load(ordering: .relaxed) {
                        let answer = try? client.get(path)
                        outcome.withLock { outcome in
                            outcome.answers += 1
                            if answer?.status != 200 { outcome.wrong = answer?.description ?? "no answer" }
                        }
                    }
                    ended.signal()
                }
                thread.start()
            }

            func end() throws {
                isEnough.store(true, ordering: .relaxed)
                ended.wait()
                let (answers, wrong) = outcome.withLock { $0 }
                print("  \(answers) answers meanwhile")
                try check(answers > 0 && wrong == nil, wrong ?? "nothing was asked")
            }
        }
    }
}
