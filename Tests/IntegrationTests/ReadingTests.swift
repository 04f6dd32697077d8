// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

extension OnRealKafka {
    @Suite("Reading what was written")
    struct ReadingTests {
        @Test("R33: a record just produced is in the answer to its own token")
        func readYourWrites() throws {
            try with { notes, home in
                let daemon = try home.start()
                try daemon.waitUntilReady(seconds: 20)
                for round in 1...50 {
                    let place = try notes.send(7, "round \(round)")
                    let answer = try daemon.query.get("/v1/notes/note?id=7&_after=\(place.token)&_wait=10s")
                    try check(answer.status == 200, "round \(round): \(answer.description)")
                    let text = answer.rows.first?["text"] as? String
                    try check(text == "round \(round)", "round \(round): \(answer.description)")
                    let position = answer.headers["projectord-position"]
                    try check(position == place.token, "round \(round) is at \(position ?? "none")")
                    try check(answer.headers["projectord-lag"] != nil, "no lag in \(answer.headers)")
                }
            }
        }

        @Test("R33: a token past the log's end is answered 409 at once, one not applied in time 412")
        func tokenAheadOfLog() throws {
            try with { notes, home in
                let daemon = try home.start()
                let place = try notes.send(1, "only")
                try daemon.waitUntilDone([place], projection: "notes", seconds: 20)
                let began = ContinuousClock.now
                let ahead = try daemon.query.get(
                    "/v1/notes/note?id=1&_after=\(notes.topic)/0@\(place.offset + 1_000)&_wait=20s")
                try check(ahead.status == 409, ahead.description)
                try check(ahead.field("type") == "/problems/ahead-of-log", ahead.description)
                try check(ContinuousClock.now - began < .seconds(10), "it waited before it said so")
                let other = try daemon.query.get("/v1/notes/note?id=1&_after=no-such-topic/0@1&_wait=1s")
                try check(other.status == 400, other.description)
            }
        }

        @Test(
            "R33: a projection stopped at a bad record answers 503 with the cause, others go on, a restart keeps that")
        func stoppedProjection() throws {
            try with { notes, home in
                let others = try Notes(notes.topics, name: "others")
                defer { others.end() }
                try home.write("others", others.projection(name: "others"))
                try home.write("notes", "held: {stop_above: 0%}\n" + notes.projectionText)
                let good = try notes.send(1, "good")
                let bad = try notes.send(2, value: #"{"text":"bad", "#)
                let behind = try notes.send(1, "behind")
                for life in 1...2 {
                    let daemon = try home.start()
                    try daemon.waitForState("too-many-held", of: "notes", seconds: 20)
                    for place in [bad, behind] {
                        let answer = try daemon.query.get("/v1/notes/note?id=1&_after=\(place.token)&_wait=5s")
                        try check(answer.status == 503, "life \(life), \(place.token): \(answer.description)")
                        try check(answer.body.contains(bad.token), "no place of the cause: \(answer.description)")
                    }
                    let place = try others.send(life, "life \(life)")
                    try daemon.waitUntilDone([place], projection: "others", seconds: 20)
                    try check(others.text(life, in: daemon, projection: "others") == "life \(life)", "others stopped")
                    try checkBeforeBad(daemon, good)
                    try daemon.stop()
                }
            }
        }

        /// What was applied before the bad record is there; while the first build is not done there is no model yet.
        private func checkBeforeBad(_ daemon: Daemon, _ good: Topics.Place) throws {
            let answer = try daemon.query.get("/v1/notes/note?id=1&_after=\(good.token)")
            if answer.field("type") == "/problems/first-build" { return }
            let isApplied = answer.status == 200 && answer.rows.first?["text"] as? String == "good"
            try check(isApplied || answer.status == 503, "before the bad record: \(answer.description)")
        }

        @Test("R26: a changed table is built anew while the old generation answers; a changed query applies")
        func changedDefinition() throws {
            try with { notes, home in
                let first = try home.start()
                let last = try notes.sendMany(0..<30_000, "note")
                try first.waitUntilDone([last], projection: "notes", seconds: 60)
                try first.waitUntilReady(seconds: 20)
                try first.stop()
                try home.write(
                    "notes", notes.projection(query: "SELECT id, text, 'new' AS mark FROM notes WHERE id = :id"))
                let second = try home.start()
                try second.waitUntilReady(seconds: 20)
                let answer = try second.query.get("/v1/notes/note?id=17")
                try check(answer.rows.first?["mark"] as? String == "new", "changed query: \(answer.description)")
                try check(generation(second) == 1, "a changed query made a new generation")
                try second.stop()
                try home.write("notes", notes.projection(columns: "text: text, size: integer"))
                let third = try home.start()
                try answersUntilSwitched(third)
                let switched = try third.query.get("/v1/notes/note?id=17")
                try check(switched.rows.first?["size"] as? Int == 17, "after the switch: \(switched.description)")
                let place = try notes.send(17, "after")
                try third.waitUntilDone([place], projection: "notes", seconds: 20)
                try check(notes.text(17, in: third) == "after", "the new generation stands still")
                try third.stop()
            }
        }

        /// Asks until the second generation answers; each answer on the way has the row.
        private func answersUntilSwitched(_ daemon: Daemon) throws {
            var answers = 0
            try daemon.waitUntilReady(seconds: 20)
            try wait(for: "the second generation is live", seconds: 60) {
                let isSwitched = try generation(daemon) == 2
                let answer = try daemon.query.get("/v1/notes/note?id=17")
                try check(answer.status == 200, "while building: \(answer.description)")
                try check(answer.rows.first?["text"] as? String == "note 17", "while building: \(answer.description)")
                answers += isSwitched ? 0 : 1
                return isSwitched
            }
            print("  the old generation answered \(answers) times while the new one was built")
        }

        private func generation(_ daemon: Daemon) throws -> Int? {
            let live = try daemon.admin.get("/admin/v1/notes").object["live"] as? [String: Any]
            return live?["generation"] as? Int
        }

        private func with(_ body: (Notes, DaemonHome) throws -> Void) throws {
            let notes = try Notes(Topics(try RealKafka.settings()))
            defer { notes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("notes", notes.projectionText)
                try body(notes, home)
            }
        }
    }
}
