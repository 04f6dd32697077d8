// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Projector
import ReadModel
import Synchronization
import Testing

/// Read models made anew on an operator's word.
@Suite(.serialized) struct RebuildTests {
    private let total = "SELECT sum(n) FROM clicks"
    /// Kafka's code for an unknown topic: while a topic has it, nothing of it is read.
    private let unknownTopic: Int32 = 3

    /// A projection at the end of five records; then its file is changed by SQL, if asked, while nothing runs.
    private func station(_ sql: String? = nil) throws -> Station {
        let station = try Station()
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5])
        if let sql {
            station.stop()
            try station.execute(sql)
            try station.start(Definitions.clicks())
        }
        return station
    }

    private func refusal(_ station: Station, accepting: Bool = false) throws -> RebuildRefusal? {
        #expect(throws: RebuildRefusal.self) { try station.runner().rebuild(acceptDifferences: accepting) }
    }

    private func accepted(_ station: Station) throws -> [Int] {
        try #require(try station.runner().decisions).all.compactMap {
            if case .acceptedDifferences(let generation, _) = $0 { generation } else { nil }
        }
    }

    @Test("R29: a rebuild goes on beside the live generation, which folds and answers until the new one passes it")
    func besideTraffic() throws {
        let station = try station()
        let runner = try station.runner()
        let isEnough = Atomic<Bool>(false)
        let sent = Mutex(5)
        let producer = station.producer
        let traffic = Thread {
            while !isEnough.load(ordering: .relaxed) {
                for number in 0..<50 {
                    try? producer.send(
                        topic: "orders", partition: 0, key: Array("k\(number % 7)".utf8),
                        value: Array(#"{"n":1}"#.utf8))
                }
                try? producer.flush(timeoutMs: 20_000)
                sent.withLock { $0 += 50 }
            }
        }
        traffic.start()
        eventually("traffic is applied") { (runner.board?.partitions.first?.done ?? 0) > 200 }
        for number in 2...3 {
            #expect(try runner.rebuild(acceptDifferences: false) == number)
            #expect(runner.live != nil)
            eventually("generation \(number) is live") { runner.live?.file.number == number }
            #expect(runner.rebuildStatus?.state.name == "live")
            #expect(runner.rebuildStatus?.replaced == number - 1)
        }
        isEnough.store(true, ordering: .relaxed)
        eventually("traffic ends") { traffic.isFinished }
        let count = sent.withLock { $0 }
        try station.waitUntilDone([Int64(count)])
        #expect(try station.number(total, generation: 3) == Int64(count))
        #expect(try accepted(station) == [])
        station.stop()
        #expect(station.files == ["shop.g2.sqlite", "shop.g3.sqlite", "shop.generation"])
    }

    @Test("R27: a log that lacks what the live generation was built from refuses the rebuild at once")
    func logIncomplete() throws {
        let station = try station("UPDATE _positions SET first = -3")
        try station.waitUntilLive()
        let refusal = try #require(try refusal(station))
        #expect(refusal.code == .logIncomplete)
        #expect(refusal.message.hasPrefix("the log of orders/0 begins at 0, but the live generation was built from -3"))
        #expect(refusal.hint.contains("projectord rebuild shop --accept-differences"))
        #expect(try station.pointer().next == 2)
        #expect(try station.runner().rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        #expect(try accepted(station) == [2])
        station.stop()
    }

    @Test("R28: a live generation that a fault of the log stopped takes no part, and a switch must be accepted")
    func stopped() throws {
        let station = try station("UPDATE _positions SET next = 90, done = 90")
        #expect(try station.stopCause().code == .aheadOfLog)
        #expect(try station.stopCause().hint.contains("projectord rebuild shop --accept-differences"))
        let refusal = try #require(try refusal(station))
        #expect(refusal.code == .needsAcceptance)
        #expect(refusal.message.contains("ahead-of-log at orders/0@90"))
        #expect(try station.runner().rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        #expect(try station.runner().stopCause == nil)
        try station.sendClicks(1)
        try station.waitUntilDone([6])
        #expect(try station.number(total, generation: 2) == 6)
        #expect(try accepted(station) == [2])
        station.stop()
        let models = station.files.filter { $0.hasSuffix(".sqlite") }
        #expect(models == ["shop.g1.sqlite", "shop.g2.sqlite"], "what was replaced is kept (R31)")
    }

    @Test("R28, R29: a rebuild under way, and what was accepted for it, survive a restart")
    func restart() throws {
        let station = try station("UPDATE _positions SET last_hash = last_hash + 1")
        #expect(try station.stopCause().code == .diverged)
        station.cluster.failTopic("orders", with: unknownTopic)
        #expect(try station.runner().rebuild(acceptDifferences: true) == 2)
        for _ in 0..<2 {
            let refusal = try #require(try refusal(station, accepting: true))
            #expect(refusal.code == .alreadyBuilding)
            #expect(try station.runner().live?.file.number == 1)
            station.stop()
            #expect(try station.pointer().building == 2)
            try station.start(Definitions.clicks())
        }
        station.cluster.failTopic("orders", with: 0)
        try station.waitUntilLive(2)
        #expect(try station.number(total, generation: 2) == 5)
        #expect(try station.pointer().next == 3)
        station.stop()
    }

    @Test("R28: a build for a changed table waits for acceptance too when the live generation is stopped")
    func changedTable() throws {
        let station = try station()
        station.stop()
        try station.execute("UPDATE _positions SET next = 90, done = 90")
        try station.start(Definitions.clicks(step: 100))
        let runner = try station.runner()
        eventually("the build waits") { runner.rebuildStatus?.state.name == "unaccepted" }
        #expect(runner.live?.file.number == 1)
        #expect(try refusal(station)?.code == .needsAcceptance)
        #expect(try runner.rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        #expect(try station.number(total, generation: 2) == 500)
        #expect(try accepted(station) == [2])
        station.stop()
    }

    @Test("R27: the brokers are asked where the log begins, and without an answer nothing is begun")
    func unreachable() throws {
        let station = try station()
        try station.cluster.setBroker(1, isUp: false)
        #expect(try refusal(station)?.code == .logUnreachable)
        #expect(try station.pointer().next == 2)
        try station.cluster.setBroker(1, isUp: true)
        station.stop()
    }

    @Test func `a build that a record stopped gives way to another`() throws {
        let station = try Station()
        try station.sendClicks(1)
        try station.start(Definitions.replica)
        try station.waitUntilDone([1])
        // What fails below the live position, 11, does not count in a build: it needs eleven more.
        for number in 0..<30 { try station.send("bad\(number)", #"{"n":1.5}"#) }
        try station.producer.flush(timeoutMs: 20_000)
        #expect(try station.stopCause().code == .tooManyHeld)
        let runner = try station.runner()
        for number in 2...3 {
            #expect(try runner.rebuild(acceptDifferences: true) == number)
            eventually("generation \(number) stops") { runner.rebuildStatus?.state.name == "stopped" }
        }
        #expect(runner.live?.file.number == 1)
        #expect(try station.pointer().building == 3)
        station.stop()
        #expect(!station.files.contains { $0.hasPrefix("shop.g2.") })
    }
}
