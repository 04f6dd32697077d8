// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Dispatch
import KafkaClient
import Projector
import ReadModel
import Synchronization
import Testing

/// The way of records from a cluster to rows, over stops and starts.
@Suite(.serialized) struct PipelineTests {
    private let total = "SELECT ifnull(sum(n), 0) FROM clicks"

    @Test func `what is produced becomes rows, and the end of the log makes done and lag known`() throws {
        let station = try Station(topics: ["orders": 2])
        try station.sendClicks(300)
        try station.sendClicks(200, partition: 1)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([300, 200])
        #expect(try station.number(total) == 500)
        #expect(try station.number("SELECT count(*) FROM clicks") == 20)
        let runner = try station.runner()
        eventually("lag is known") { runner.board?.lag != nil }
        eventually("the ends are told") { runner.status.live?.lagRecords == 0 }
        eventually("the ends are reached") { runner.board?.partitions.allSatisfy { $0.isEndReached } == true }
        #expect(runner.status.live?.delivered == 500)
        #expect(runner.status.live?.state.name == "running")
        #expect(runner.status.building == nil)
        #expect(try runner.highWatermark(topic: "orders", partition: 1, timeoutMs: 10_000) == 200)
        #expect(try runner.partitionCount(of: "orders", timeoutMs: 10_000) == 2)
        station.stop()
    }

    @Test("R1: a restart goes on from the committed position, so nothing counts twice and nothing is lost")
    func restarts() throws {
        let station = try Station(topics: ["orders": 2])
        var sent: [Int64] = [0, 0]
        for round in 1...4 {
            try station.start(Definitions.clicks())
            for partition in [0, 1] {
                try station.sendClicks(700 * round, partition: Int32(partition))
                sent[partition] += Int64(700 * round)
            }
            // The first rounds are stopped wherever they are.
            if round == 1 { try station.waitUntilLive() }
            if round == 4 { try station.waitUntilDone(sent) }
            station.stop()
            #expect(try station.number(total) == station.number("SELECT sum(delivered) FROM _positions"))
            #expect(try station.number(total) == station.number("SELECT sum(next) FROM _positions"))
        }
        #expect(try station.number(total) == sent[0] + sent[1])
        #expect(try station.pointer().live == 1)
    }

    @Test func `a wait is met when its record is committed, and over when the projection ends`() throws {
        let station = try Station()
        try station.sendClicks(1)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([1])
        let runner = try station.runner()
        let answers = Mutex<[String]>([])
        let keep: @Sendable (ProgressBoard.WaitResult) -> Void = { result in
            answers.withLock { $0.append(String(describing: result)) }
        }
        let next = LogPlace(topic: "orders", partition: 0, offset: 1)
        #expect(runner.wait(for: [next], timeout: .seconds(60), answer: keep) != nil)
        #expect(answers.withLock { $0 } == [])
        try station.sendClicks(1)
        eventually("the wait is met") { answers.withLock { $0 } == ["met"] }
        #expect(try station.number(total) == 2)
        let later = LogPlace(topic: "orders", partition: 0, offset: 2)
        #expect(runner.wait(for: [later], timeout: .seconds(60), answer: keep) != nil)
        station.stop()
        eventually("the wait is over") { answers.withLock { $0 } == ["met", "ended"] }
    }

    @Test func `a stop in the middle of the log commits what was folded, and is quick`() throws {
        let station = try Station()
        try station.sendClicks(30_000)
        try station.start(Definitions.clicks())
        let runner = try station.runner()
        eventually("it has begun") { (runner.board?.partitions.first?.position.next ?? 0) > 0 }
        let began = ContinuousClock.now
        station.stop()
        // Half a second here; the bound leaves room for a busy machine.
        #expect(ContinuousClock.now - began < .seconds(5))
        #expect(!station.files.contains("shop.g1.sqlite-wal"))
        #expect(try station.number(total) == station.number("SELECT next FROM _positions"))
    }

    @Test func `a topic that is not there yet is waited for`() throws {
        let station = try Station()
        let unknownTopicOrPartition: Int32 = 3
        station.cluster.failTopic("orders", with: unknownTopicOrPartition)
        try station.start(Definitions.clicks())
        let runner = try station.runner()
        eventually("it waits for the topic") { runner.board?.state.name == "topic-missing" }
        #expect(runner.hindrance?.place == "orders")
        #expect(runner.hindrance?.hint.isEmpty == false)
        #expect(runner.live == nil)
        #expect(runner.stopCause == nil)
        station.cluster.failTopic("orders", with: 0)
        try station.sendClicks(3)
        try station.waitUntilDone([3])
        #expect(try station.number(total) == 3)
        station.stop()
    }

    @Test func `a broker that is away is a state, and afterwards nothing is lost or counted twice`() throws {
        let station = try Station()
        try station.sendClicks(100)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([100])
        let runner = try station.runner()
        try station.cluster.setBroker(1, isUp: false)
        eventually("it waits") { runner.board?.state.name == "waiting" }
        #expect(runner.stopCause == nil)
        #expect(try station.number(total) == 100)
        try station.cluster.setBroker(1, isUp: true)
        try station.sendClicks(50)
        try station.waitUntilDone([150])
        eventually("it runs again") { runner.board?.state == .running }
        #expect(try station.number(total) == 150)
        station.stop()
    }

    @Test func `a stop while the brokers are away does not wait for them, and keeps what was folded`() throws {
        let station = try Station()
        try station.sendClicks(100)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([100])
        try station.cluster.setBroker(1, isUp: false)
        try eventually("it waits") { try station.runner().board?.state.name == "waiting" }
        let began = ContinuousClock.now
        station.stop()
        #expect(ContinuousClock.now - began < .seconds(12))
        #expect(try station.number(total) == 100)
        try station.cluster.setBroker(1, isUp: true)
        try station.sendClicks(1)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([101])
        station.stop()
    }

    @Test func `brokers that are away at the start are waited for, and a stop does not wait for them`() throws {
        let station = try Station()
        try station.sendClicks(10)
        try station.cluster.setBroker(1, isUp: false)
        try station.start(Definitions.clicks())
        try eventually("it waits") { try station.runner().board?.state.name == "waiting" }
        station.stop()
        try station.cluster.setBroker(1, isUp: true)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([10])
        station.stop()
    }

    @Test("R4: a key that comes from a second partition is held, and its row stays")
    func twoPartitions() throws {
        let station = try Station(topics: ["orders": 2])
        try station.send("a", #"{"n":1}"#)
        try station.send("b", #"{"n":1}"#, partition: 1)
        try station.producer.flush(timeoutMs: 20_000)
        try station.start(Definitions.replica)
        try station.waitUntilDone([1, 1])
        try station.send("c", #"{"n":2}"#, partition: 1)
        try station.send("a", #"{"n":2}"#, partition: 1)
        try station.send("b", #"{"n":3}"#, partition: 1)
        try station.producer.flush(timeoutMs: 20_000)
        try station.waitUntilDone([1, 4])
        #expect(try station.number("SELECT \"offset\" FROM _held WHERE code = 'key-in-two-partitions'") == 2)
        #expect(try station.number("SELECT count(*) FROM _held") == 1)
        #expect(try station.number("SELECT sum(n) FROM orders") == 6)
        station.stop()
    }
}
