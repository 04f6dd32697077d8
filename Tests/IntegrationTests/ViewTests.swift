// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Views")
    struct ViewTests {
        private static let rounds = 12
        private static let changesPerRound = 400

        @Test("R20: killed between random changes of several topics, each view is what its SELECT gives")
        func killed() throws {
            let seed = SeededGenerator.seedOfRun("views")
            var random = SeededGenerator(seed: seed)
            let changes = try JoinedChanges(Topics(try RealKafka.settings()))
            defer { changes.end() }
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write("joined", changes.projectionText)
                var kills = 0
                for round in 0..<Self.rounds {
                    let daemon = try home.start()
                    try daemon.waitUntilListening()
                    // Every other one is killed while it keeps views, the others while they begin to.
                    if round % 2 == 1 { try daemon.waitUntilReady(seconds: 60) }
                    for _ in 0..<Self.changesPerRound { try changes.sendOne(&random) }
                    try changes.flush()
                    pause(milliseconds: Int.random(in: 0..<400, using: &random))
                    kills += daemon.kill() ? 1 : 0
                }
                try check(kills == Self.rounds, "a daemon ended by itself")
                let last = try home.start()
                try last.waitUntilReady(seconds: 60)
                try last.waitUntilDone(changes.topics.lastOffsets(), projection: "joined", seconds: 60)
                let verified = try last.command("verify", "joined")
                print(verified.output)
                try check(verified.status == 0, "\(verified.status): \(verified.output)")
                let sampled = try last.command("verify", "joined", "--sample", "50", "--seed", "\(seed)")
                try check(sampled.status == 0, "\(sampled.status): \(sampled.output)")
                try check(sampled.output.contains("--seed \(seed)"), sampled.output)
                try expectSame(home, last)
                try last.stop()
            }
        }

        /// What any SQLite finds in the file, and what the daemon answers.
        private func expectSame(_ home: DaemonHome, _ daemon: Daemon) throws {
            let file = try ModelFile(data: home.data, projection: "joined")
            for (view, select) in JoinedChanges.views {
                let kept = try file.select("SELECT * FROM \(view)")
                let anew = try file.select(select)
                try check(kept.count == anew.count && Set(kept) == Set(anew), "\(view) is not its SELECT")
                try check(!kept.isEmpty, "\(view) is empty")
            }
            for customer in 0..<JoinedChanges.customers {
                let answer = try daemon.query.get("/v1/joined/pages?customer=\(customer)&_limit=1000")
                try check(answer.status == 200, answer.description)
                let pages = try file.select(
                    "SELECT id FROM (\(JoinedChanges.page)) WHERE customer_id = \(customer) ORDER BY id")
                let found = answer.rows.map { $0["id"] as? Int64 ?? Int64($0["id"] as? Int ?? -1) }
                try check(found.map { .integer($0) } == pages.map { $0[0] }, "the pages of customer \(customer)")
            }
        }
    }
}
