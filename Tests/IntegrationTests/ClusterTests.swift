// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Testing

extension OnRealKafka {
    /// Brokers and connections that fail in all ways under load; a cluster of three, and one broker behind a proxy.
    @Suite(
        "A cluster that is harmed",
        .enabled(
            if: SharedPart.areThere(.broker, .toxiproxy, for: "clusters that are harmed"),
            "there is no Kafka for clusters or no toxiproxy beside this project"))
    struct ClusterTests {
        private static let size = ChaosSize.ofRun
        private static let witnessing = ["PROJECTORD_TEST_WITNESS_MS": "1000"]

        @Test("R1: nodes of a cluster killed and frozen: caught up after each, no event lost or twice")
        func killedAndFrozenNodes() throws {
            let seed = SeededGenerator.seedOfRun("cluster")
            var random = SeededGenerator(seed: seed)
            let cluster = try BrokerCluster(settings: ["transaction.state.log.min.isr=2"])
            let topics = Topics(try cluster.settings(), replication: 3, config: ["min.insync.replicas": "2"])
            try DaemonHome.with(bootstrap: cluster.bootstrap) { home in
                // Transactions of three copies take long, so they are large.
                let run = try ChaosRun(Stream(topics), home, seed: seed, eventsPerTransaction: 500)
                let kills = [Bool](repeating: true, count: Self.size.kills)
                let freezes = [Bool](repeating: false, count: Self.size.freezes)
                for isKill in (kills + freezes).shuffled(using: &random) {
                    let node = Int.random(in: 1...cluster.nodes, using: &random)
                    let ms = Int.random(in: isKill ? Self.size.awayMs : Self.size.freezeMs, using: &random)
                    try run.harm("node \(node) \(isKill ? "killed" : "frozen") for \(ms) ms") {
                        try isKill ? cluster.kill(node) : cluster.freeze(node)
                        pause(milliseconds: ms)
                        try isKill ? cluster.start(node) : cluster.thaw(node)
                    }
                }
                try run.finish()
            }
        }

        @Test(
            "R1, R2: partitions that change their leader under load lose nothing, and no other log is seen in that",
            .enabled(if: LongRun.isWanted, "it takes 60 s, and killed nodes move leaders too: PROJECTORD_TEST_LONG=1"))
        func movedLeaders() throws {
            let seed = SeededGenerator.seedOfRun("leaders")
            let cluster = try BrokerCluster(settings: ["transaction.state.log.min.isr=2"])
            let topics = Topics(try cluster.settings(), replication: 3, config: ["min.insync.replicas": "2"])
            try DaemonHome.with(bootstrap: cluster.bootstrap) { home in
                let stream = try Stream(topics)
                let run = try ChaosRun(
                    stream, home, seed: seed, eventsPerTransaction: 500, environment: Self.witnessing)
                let partitions = Dictionary(
                    uniqueKeysWithValues: Stream.Topic.allCases.map { (stream.name($0), Stream.partitions) })
                for move in 1...Self.size.moves {
                    let node = move % cluster.nodes + 1
                    try run.harm("all partitions led by node \(node)") {
                        try cluster.moveLeaders(of: partitions, to: node)
                    }
                    let leaders = try Stream.Topic.allCases.map { topic in
                        try cluster.leader(of: stream.name(topic), partition: move % Stream.partitions)
                    }
                    try check(leaders.allSatisfy { $0 == node }, "led by \(leaders), not by \(node)")
                }
                let said = run.daemon.said
                for state in ["diverged", "ahead-of-log", "gap"] {
                    try check(!said.contains("state=\(state)"), "the daemon was \(state)")
                }
                try run.finish()
            }
        }

        @Test(
            "R1: a way to the broker that is slow, silent, cut and sliced: caught up after each, nothing lost or twice")
        func harmedConnection() throws {
            let seed = SeededGenerator.seedOfRun("connection")
            let broker = try ProxiedBroker()
            let topics = Topics(try KafkaSettings(bootstrap: broker.directBootstrap))
            try DaemonHome.with(bootstrap: broker.bootstrap) { home in
                let run = try ChaosRun(Stream(topics), home, seed: seed)
                let toxics: [(name: String, toxic: Toxiproxy.Toxic)] = [
                    ("latency", .latency(ms: 400, jitterMs: 300)), ("silence", .timeout(ms: 0)),
                    ("timeout", .timeout(ms: 500)), ("reset", .resetPeer(ms: 200)),
                    ("slicer", .slicer(bytes: 200, delayUs: 100)),
                ]
                for (name, toxic) in toxics {
                    for direction in [Toxiproxy.Direction.fromServer, .fromClient] {
                        try run.harm("\(name) \(direction.rawValue)") {
                            try broker.toxiproxy.add(toxic, named: name, to: ProxiedBroker.proxy, direction)
                            pause(milliseconds: Self.size.toxicS * 1_000)
                            try broker.toxiproxy.remove(name, from: ProxiedBroker.proxy)
                        }
                    }
                }
                try run.finish()
            }
        }

        @Test("R40: while the only node that has a partition is frozen the others are followed, and the state tells it")
        func frozenOnlyReplica() throws {
            let cluster = try BrokerCluster()
            let topics = Topics(try cluster.settings())
            let (frozen, steady) = try (Notes(topics, name: "frozen"), apart(topics, cluster))
            let node = try cluster.leader(of: frozen.topic, partition: 0)
            try DaemonHome.with(bootstrap: cluster.bootstrap) { home in
                try home.write("pair", Self.pair(frozen, steady))
                let daemon = try home.start()
                try daemon.waitUntilDone([frozen.send(1, "a"), steady.send(1, "a")], projection: "pair", seconds: 30)
                let usage = try DaemonUsage(of: daemon)
                try cluster.freeze(node)
                let began = ContinuousClock.now
                try daemon.waitForState("waiting", of: "pair", seconds: 20)
                print("  waiting after \(began.elapsed)")
                var id = 2
                var catchUps = CatchUps()
                while ContinuousClock.now - began < .seconds(Self.size.soleFreezeS) {
                    let place = try steady.send(id, "b")
                    let sent = ContinuousClock.now
                    try daemon.waitUntilDone([place], projection: "pair", seconds: ChaosRun.catchUpS)
                    catchUps.add(ContinuousClock.now - sent)
                    id += 1
                    pause(milliseconds: 20)
                }
                print("  the other partition: \(catchUps.description); \(try DaemonUsage(of: daemon).description)")
                try cluster.thaw(node)
                let cured = ContinuousClock.now
                let places = try [frozen.send(2, "c"), steady.send(id, "c")]
                try daemon.waitUntilDone(places, projection: "pair", seconds: 30)
                print("  after the cure caught up in \(cured.elapsed)")
                try daemon.waitForState("running", of: "pair", seconds: ChaosRun.catchUpS)
                try usage.expectBounded(daemon)
                try daemon.stop()
            }
        }

        @Test(
            "a reader that gets nothing for 30 s though the broker answers begins anew, which is counted and bounded",
            .enabled(if: LongRun.isWanted, "it takes 100 s: PROJECTORD_TEST_LONG=1 runs it"))
        func starvedReader() throws {
            let broker = try ProxiedBroker()
            let notes = try Notes(Topics(try KafkaSettings(bootstrap: broker.directBootstrap)))
            var random = SeededGenerator(seed: SeededGenerator.seedOfRun("starved"))
            try DaemonHome.with(bootstrap: broker.bootstrap) { home in
                try home.write("notes", notes.projectionText)
                let daemon = try home.start()
                try daemon.waitUntilDone([notes.send(1, "small")], projection: "notes", seconds: 30)
                let usage = try DaemonUsage(of: daemon)
                // One fetch takes longer than a broker may take to answer, so each is cut off and begun again.
                try broker.toxiproxy.add(
                    .bandwidth(kilobytesPerSecond: 30), named: "narrow", to: ProxiedBroker.proxy)
                let text = String(
                    (0..<900_000).map { _ in "0123456789abcdefghijklmnopqrstuv".randomElement(using: &random) ?? " " })
                let place = try notes.send(2, text)
                let began = ContinuousClock.now
                try wait(for: "the reader begins anew", seconds: 90) { try DaemonUsage(of: daemon).stalls > 0 }
                print("  begun anew after \(began.elapsed): \(try DaemonUsage(of: daemon).description)")
                try broker.toxiproxy.remove("narrow", from: ProxiedBroker.proxy)
                let cured = ContinuousClock.now
                try daemon.waitUntilDone([place], projection: "notes", seconds: 30)
                print("  after the cure caught up in \(cured.elapsed)")
                try daemon.waitForState("running", of: "notes", seconds: ChaosRun.catchUpS)
                try check(notes.text(1, in: daemon) == "small", "the row is not there")
                try usage.expectBounded(daemon)
                try daemon.stop()
            }
        }

        /// Notes whose partition another node leads than that of the topic "frozen".
        private func apart(_ topics: Topics, _ cluster: BrokerCluster) throws -> Notes {
            for number in 1...20 {
                let notes = try Notes(topics, name: "steady-\(number)")
                let leaders = try [notes.topic, topics["frozen"]].map { try cluster.leader(of: $0, partition: 0) }
                if leaders[0] != leaders[1] { return notes }
            }
            throw TestFailure("all partitions are on one node")
        }

        private static func pair(_ frozen: Notes, _ steady: Notes) -> String {
            """
            projection: pair
            sources:
              steady: {topic: \(steady.topic), format: json}
              frozen: {topic: \(frozen.topic), format: json}
            tables:
              frozen_notes: {from: frozen, key: {id: integer}, columns: {text: text}}
              steady_notes: {from: steady, key: {id: integer}, columns: {text: text}}
            """
        }
    }
}
