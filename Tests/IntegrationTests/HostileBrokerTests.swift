// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    @Suite(
        "Brokers that lose a log, or are others", .enabled(if: SharedPart.areThere(.broker, for: "hostile brokers")))
    struct HostileBrokerTests {
        private static let pace = ["PROJECTORD_TEST_WITNESS_MS": "1000"]

        // MARK: - An unclean election

        /// Nodes that notice soon that one is away.
        private static let nodeSettings = ["broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500"]

        @Test(
            "R1, R2: a log cut by an unclean election is diverged; one that lost only what nobody reads goes on"
        )
        func uncleanElection() throws {
            let cluster = try BrokerCluster(nodes: 3, settings: Self.nodeSettings)
            let rounds = LongRun.rounds(1, long: 5)
            for round in 0..<rounds {
                let start = ContinuousClock.now
                try cutLogs(cluster, round: round, isRead: round % 2 == 0, isSeenShort: round > 1)
                print("  round \(round) took \(start.elapsed)")
                if round + 1 == rounds { break }
                try cluster.start(1)
                try waitForCopies(of: "cut-\(round)", cluster)
            }
        }

        /// Waits until node 1 has all copies again that it should have, so that it can lead.
        private func waitForCopies(of topic: String, _ cluster: BrokerCluster) throws {
            try wait(for: "node 1 has a copy of \(topic)", seconds: 60) {
                let said = try SharedPart.broker.run(
                    "tool", "topics", "--bootstrap-server", cluster.bootstrap, "--describe", "--topic", topic,
                    "--under-replicated-partitions")
                return !said.contains(topic)
            }
        }

        /// Topics whose leader is node 1 and whose only other copy is on node 2 lose what node 2 never had: of `cut`
        /// committed records, of `tail` only aborted ones and markers; both grow again at once, unless the short log is
        /// to be seen first.
        private func cutLogs(_ cluster: BrokerCluster, round: Int, isRead: Bool, isSeenShort: Bool) throws {
            let settings = try cluster.settings()
            let cut = Trails("cut", topic: "cut-\(round)", settings)
            let tail = Trails("tail", topic: "tail-\(round)", settings)
            for trails in [cut, tail] { try create(trails.topic, on: cluster) }
            let topics = [cut.topic: 1, tail.topic: 1]
            try DaemonHome.with(bootstrap: cluster.bootstrap) { home in
                for trails in [cut, tail] { try home.write(trails.projection, trails.projectionText) }
                var daemon = try home.start(Self.pace)
                for trails in [cut, tail] { try trails.send(300) }
                try cluster.kill(2)
                try cut.send(200)
                for trails in [cut, tail] {
                    if trails === cut { try trails.sendTransaction(100, isAborted: false) }
                    try trails.sendTransaction(50, isAborted: true)
                    let ends = try Topics.lastOffsets(of: topics.filter { $0.key == trails.topic }, settings)
                    try daemon.waitUntilDone(ends, projection: trails.projection, seconds: 30)
                }
                if !isRead { try daemon.stop() }
                try cluster.kill(1)
                try cluster.start(2)
                for trails in [cut, tail] { try waitForLeader(2, of: trails.topic, cluster) }
                if isRead, isSeenShort {
                    try daemon.waitForState("ahead-of-log", of: "cut", seconds: 30)
                    try daemon.checkShown("ahead-of-log", of: "cut", hint: "--accept-differences")
                }
                for trails in [cut, tail] { try trails.send(700) }
                if !isRead { daemon = try home.start(Self.pace) }
                try daemon.waitForState("diverged", of: "cut", seconds: 30)
                try daemon.checkShown("diverged", of: "cut", hint: "--accept-differences")
                try daemon.rebuildAccepting("cut")
                for trails in [cut, tail] {
                    try daemon.waitUntilDone([trails.send(20)], projection: trails.projection, seconds: 60)
                    // librdkafka 2.0.2 may go on asking the dead node for the log's end.
                    try daemon.waitForState("running", of: trails.projection, seconds: 60)
                    try trails.check(home)
                }
                try check(daemon.generation(of: "tail") == 1, "the tail was rebuilt")
                try daemon.stop()
            }
        }

        private func create(_ topic: String, on cluster: BrokerCluster) throws {
            try wait(for: "\(topic) is made", seconds: 60) {
                let made = try Script(
                    SharedPart.broker.path,
                    [
                        "tool", "topics", "--bootstrap-server", cluster.bootstrap, "--create", "--topic", topic,
                        "--replica-assignment", "1:2", "--config", "unclean.leader.election.enable=true",
                        "--config", "min.insync.replicas=1",
                    ])
                return made.status == 0
            }
            try waitForLeader(1, of: topic, cluster)
        }

        private func waitForLeader(_ node: Int, of topic: String, _ cluster: BrokerCluster) throws {
            try wait(for: "node \(node) leads \(topic)", seconds: 60) {
                (try? cluster.leader(of: topic, partition: 0)) == node
            }
        }

        // MARK: - Another cluster

        @Test(
            "brokers of another cluster at the address are a state, and with the right ones the projection goes on"
        )
        func otherCluster() throws {
            let address = try SharedAddress()
            try address.start("right")
            let settings = try KafkaSettings(bootstrap: address.bootstrap)
            let topics = Topics(settings)
            try topics.create("trails", partitions: 1)
            let trails = Trails("trails", topic: topics["trails"], settings)
            try DaemonHome.with(bootstrap: address.bootstrap) { home in
                try home.write("trails", trails.projectionText)
                let daemon = try home.start(Self.pace)
                try daemon.waitUntilDone([trails.send(500)], projection: "trails", seconds: 30)
                for hasTopic in [false, true] {
                    try address.start("wrong")
                    if hasTopic { try trails.send(100) }
                    try daemon.waitForState("other-cluster", of: "trails", seconds: 40)
                    try daemon.checkShown("other-cluster", of: "trails", hint: "bootstrap")
                    if !hasTopic {
                        try topics.create("trails", partitions: 1)
                        try trails.send(100)
                    }
                    try address.start("right")
                    try daemon.waitUntilDone([trails.send(50)], projection: "trails", seconds: 40)
                    try daemon.waitForState("running", of: "trails", seconds: 10)
                    try trails.check(home)
                }
                try check(daemon.generation(of: "trails") == 1, "it was rebuilt")
                try daemon.stop()
            }
        }
    }
}
