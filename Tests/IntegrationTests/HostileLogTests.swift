// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite("Logs that change under a projection", .enabled(if: SharedPart.areThere(.broker, for: "hostile logs")))
    struct HostileLogTests {
        /// How often the witnesses are compared here, in milliseconds.
        private static let witnessMs = 1_000
        /// Within what time a state must show then, in seconds: a check itself takes some, and metadata 5 s.
        private static let noticeS = 15.0
        private static let pace = ["PROJECTORD_TEST_WITNESS_MS": String(witnessMs)]

        /// Runs a test's body with a topic of trails, and a home whose daemon folds it.
        private func withTrails(partitions: Int, _ body: (Trails, Topics, DaemonHome) throws -> Void) throws {
            let topics = Topics(try RealKafka.settings())
            defer { topics.delete() }
            try topics.create("trails", partitions: partitions)
            let trails = Trails("trails", topic: topics["trails"], topics.settings)
            try DaemonHome.with(bootstrap: RealKafka.bootstrap()) { home in
                try home.write(trails.projection, trails.projectionText)
                try body(trails, topics, home)
            }
        }

        // MARK: - A topic made anew

        @Test("R2: a topic made anew, quickly or slowly, read or not, is noticed, and rebuilt equals what it has")
        func madeAnew() throws {
            let seed = SeededGenerator.seedOfRun("made-anew")
            var random = SeededGenerator(seed: seed)
            try withTrails(partitions: 1) { trails, topics, home in
                var daemon = try home.start(Self.pace)
                for round in 0..<LongRun.rounds(4, long: 20) {
                    let (isRead, isQuick) = (round % 2 == 0, round / 2 % 2 == 0)
                    let before = try trails.send(.random(in: 20..<600, using: &random))
                    try daemon.waitUntilDone([before], projection: "trails", seconds: 30)
                    if !isRead { try daemon.stop() }
                    let took = try makeAnew(topics, waitingFor: isRead && !isQuick ? daemon : nil, isQuick: isQuick)
                    let new = try trails.send(.random(in: 10..<900, using: &random))
                    let since = ContinuousClock.now
                    if !isRead { daemon = try home.start(Self.pace) }
                    let state = new.offset < before.offset ? "ahead-of-log" : "diverged"
                    try daemon.waitForState(state, of: "trails", seconds: Self.noticeS)
                    print(
                        "  made anew in \(took) ms, \(isRead ? "running" : "stopped") at \(before.offset + 1) of "
                            + "now \(new.offset + 1): \(state) after \(since.elapsed)")
                    try daemon.checkShown(state, of: "trails", hint: "--accept-differences")
                    try daemon.rebuildAccepting("trails")
                    let after = try trails.send(20)
                    try daemon.waitUntilDone([after], projection: "trails", seconds: 30)
                    try trails.check(home)
                }
                try daemon.stop()
            }
        }

        /// Deletes the topic and makes it again; how long it was away, in milliseconds.
        private func makeAnew(_ topics: Topics, waitingFor daemon: Daemon?, isQuick: Bool) throws -> Int {
            let admin = try Admin(settings: topics.settings) { _ in }
            defer { admin.close(deadlineMs: 5_000) }
            // The client is connected before the clock starts.
            _ = try admin.topicConfig(name: topics["trails"])
            let start = ContinuousClock.now
            try admin.deleteTopic(name: topics["trails"])
            if let daemon {
                try daemon.waitForState("topic-missing", of: "trails", seconds: 20)
            } else if !isQuick {
                pause(milliseconds: 500)
            }
            try wait(for: "the topic can be made again", seconds: 20) {
                do throws(KafkaError) {
                    try admin.createTopic(name: topics["trails"], partitions: 1, replication: 1)
                } catch {
                    if error.kind != .alreadyExists { throw error }
                    return false
                }
                return true
            }
            return Int((ContinuousClock.now - start) / .milliseconds(1))
        }

        // MARK: - Records deleted

        @Test("R1: records deleted before they were read are a gap, before and while the projection runs")
        func deletedRecords() throws {
            try withTrails(partitions: 1) { trails, topics, home in
                var daemon = try home.start(Self.pace)
                for isRead in [true, false] {
                    let read = try trails.send(200)
                    try daemon.waitUntilDone([read], projection: "trails", seconds: 30)
                    // What was applied may go.
                    try deleteRecords(of: trails, before: read.offset - 50)
                    try daemon.waitUntilDone([trails.send(20)], projection: "trails", seconds: 30)
                    try daemon.waitForState("running", of: "trails", seconds: 10)
                    if isRead { daemon.signal(SIGSTOP) } else { try daemon.stop() }
                    // A fetch that waits at the broker is answered by this one, and not by those that are to be lost.
                    try trails.send(1)
                    let lost = try trails.send(300)
                    try deleteRecords(of: trails, before: lost.offset - 99)
                    if isRead { daemon.signal(SIGCONT) } else { daemon = try home.start(Self.pace) }
                    try daemon.waitForState("gap", of: "trails", seconds: Self.noticeS)
                    try daemon.checkShown("gap", of: "trails", hint: "--accept-differences")
                    try daemon.rebuildAccepting("trails")
                    try daemon.waitUntilDone([trails.send(20)], projection: "trails", seconds: 30)
                    try trails.check(home)
                }
                try daemon.stop()
            }
        }

        private func deleteRecords(of trails: Trails, before offset: Int64) throws {
            let folder = try TestFolder()
            let partition = #"{"topic": "\#(trails.topic)", "partition": 0, "offset": \#(offset)}"#
            try folder.write("offsets.json", #"{"version": 1, "partitions": [\#(partition)]}"#)
            try SharedPart.broker.run(
                "tool", "delete-records", "--bootstrap-server", RealKafka.bootstrap(), "--offset-json-file",
                folder.path + "/offsets.json")
        }

        // MARK: - Keys in two partitions

        @Test("R4: keys that two partitioners send to two partitions are held, and all others are right")
        func twoPartitioners() throws {
            try withTrails(partitions: 4) { trails, topics, home in
                let daemon = try home.start(Self.pace)
                for _ in 0..<3 {
                    try trails.send(800, keys: 0..<150)
                    try trails.send(800, keys: 100..<250, partitioner: "consistent_random")
                }
                for generation in 1...2 {
                    try trails.waitUntilRead(home, partitions: 4)
                    let log = try trails.read(partitions: 4)
                    try check(log.scattered.count > 20, "\(log.scattered.count) keys are in two partitions")
                    let held = try trails.held(home)
                    try check(
                        Set(held.keys) == log.scattered, "held: \(held.keys.sorted()), not \(log.scattered.sorted())")
                    try check(Set(held.values) == ["key-in-two-partitions"], "\(Set(held.values))")
                    try trails.check(home, equals: log, without: log.scattered)
                    try daemon.waitForState("running", of: "trails", seconds: 10)
                    let listed = try daemon.command("held", "trails").output
                    let place = listed.split(separator: " ").first { $0.hasPrefix(trails.topic + "/") }
                    let shown = try daemon.command("held", "trails", "--show", String(place ?? "")).output
                    try check(shown.contains("one partitioner"), "\(listed)\(shown)")
                    if generation == 1 {
                        let rebuilt = try daemon.command("rebuild", "trails")
                        try check(rebuilt.status == 0, rebuilt.output)
                    }
                }
                try daemon.stop()
            }
        }

        // MARK: - Partitions added

        @Test("R4: while partitions are added under load a cut is taken, keys move, and only late producers' are held")
        func grownUnderLoad() throws {
            try withTrails(partitions: 2) { trails, topics, home in
                let daemon = try home.start(Self.pace)
                try daemon.waitUntilDone([trails.send(2_000, keys: 0..<200)], projection: "trails", seconds: 30)
                let prompt = try TrailLoad(trails, topics.settings, keys: 0..<200, refreshMs: 500)
                let late = try TrailLoad(trails, topics.settings, keys: 180..<220, partitions: 2)
                try wait(for: "1,000 more events", seconds: 30) { trails.sentCount > 3_000 }
                let early = try trails.held(home)
                try check(early.isEmpty, "held before the topic grew: \(early)")
                // A cut that is taken before the prompt producer knows of the partitions makes that a late one too.
                daemon.signal(SIGSTOP)
                defer { daemon.signal(SIGCONT) }
                try SharedPart.broker.run(
                    "tool", "topics", "--bootstrap-server", RealKafka.bootstrap(), "--alter", "--topic", trails.topic,
                    "--partitions", "4")
                try wait(for: "the prompt producer writes to all partitions", seconds: 30) {
                    try Topics.lastOffsets(of: [trails.topic: 4], topics.settings).filter { $0.offset > 50 }.count == 4
                }
                daemon.signal(SIGCONT)
                try wait(for: "a cut is taken", seconds: 20) {
                    home.folder.text("data/trails.decisions").contains("cut \(trails.topic) ")
                }
                let atCut = trails.sentCount
                try wait(for: "2,000 more events, and some of the late producer", seconds: 30) {
                    try trails.sentCount > atCut + 2_000 && !trails.held(home).isEmpty
                }
                try late.finish()
                try prompt.finish()
                let log = try trails.read(partitions: 4)
                try check(log.scattered.count > 50, "only \(log.scattered.count) keys have moved")
                let shared = Set((180..<220).map { "k\($0)" })
                func hold(_ daemon: Daemon) throws {
                    try trails.waitUntilRead(home, partitions: 4)
                    try daemon.waitForState("running", of: "trails", seconds: 10)
                    let held = try trails.held(home)
                    try check(!held.isEmpty, "no key of the late producer is held")
                    try check(Set(held.keys).isSubset(of: shared), "held: \(held)")
                    try check(Set(held.values) == ["key-in-two-partitions"], "\(held)")
                    try trails.check(home, equals: log, without: shared)
                }
                try hold(daemon)
                let decisions = home.folder.text("data/trails.decisions")
                let rebuilt = try daemon.command("rebuild", "trails")
                try check(rebuilt.status == 0, rebuilt.output)
                try check(daemon.generation(of: "trails") == 2, "no new generation")
                try hold(daemon)
                try daemon.stop()
                let second = try home.start(Self.pace)
                try hold(second)
                try second.stop()
                try check(home.folder.text("data/trails.decisions") == decisions, "another cut was taken")
            }
        }
    }
}
