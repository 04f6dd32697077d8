// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import KafkaClient
import Projector
import ReadModel
import Testing

/// Builds, switches, and what stays on disk.
@Suite(.serialized) struct GenerationTests {
    private let total = "SELECT sum(n) FROM clicks"

    @Test("R29: the first build goes live when it has caught up, and its number is spent")
    func firstBuild() throws {
        let station = try Station()
        try station.sendClicks(50)
        try station.start(Definitions.clicks())
        try station.waitUntilLive(1)
        var expected = GenerationPointer()
        expected.live = 1
        expected.next = 2
        #expect(try station.pointer() == expected)
        #expect(try station.number("SELECT next FROM _positions") == 50)
        #expect(try station.runner().live?.projection.name == "shop")
        station.stop()
        #expect(station.files == ["shop.g1.sqlite", "shop.generation"])
    }

    @Test("R26: a changed table is built anew beside the live one, and takes over when it has caught up")
    func changedTable() throws {
        let station = try Station.afterClicks(50)
        try station.sendClicks(10)
        try station.start(Definitions.clicks(step: 100))
        #expect(try station.runner().live != nil)
        try station.waitUntilLive(2)
        #expect(try station.number(total, generation: 2) == 6_000)
        #expect(try station.pointer().live == 2)
        #expect(try station.pointer().next == 3)
        #expect(try station.pointer().previous == 1)
        try station.sendClicks(1)
        try station.waitUntilDone([61])
        station.stop()
        // What was replaced is kept, to go back to (R31).
        #expect(station.files == ["shop.g1.sqlite", "shop.g2.sqlite", "shop.generation"])
    }

    @Test("R26: a table whose topic changed is built anew too, though the old partitions never come")
    func changedTopic() throws {
        let station = try Station(topics: ["orders": 1, "others": 2])
        try station.sendClicks(50)
        try station.sendClicks(7, partition: 1, topic: "others")
        try station.start(Definitions.clicks())
        try station.waitUntilDone([50])
        station.stop()
        try station.start(Definitions.clicks(topic: "others"))
        try station.waitUntilLive(2)
        #expect(try station.number(total, generation: 2) == 7)
        station.stop()
    }

    @Test("R26: while the new one builds, the live one answers and goes on by its own definition")
    func goesOn() throws {
        let station = try Station(topics: ["orders": 1, "others": 1])
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5])
        station.stop()
        station.cluster.failTopic("others", with: 3)
        for end: Int64 in [10, 15] {
            try station.start(Definitions.clicks(topic: "others"))
            let runner = try station.runner()
            #expect(runner.live?.file.number == 1)
            #expect(runner.status.building?.number == 2)
            try station.sendClicks(5)
            eventually("the live one goes on") { runner.board?.partitions.map(\.done) == [end] }
            station.stop()
            #expect(try station.pointer().building == 2)
        }
        #expect(try station.number(total) == 15)
        station.cluster.failTopic("others", with: 0)
        // Back to the old definition: the build is dropped, its number stays spent.
        try station.start(Definitions.clicks())
        try station.waitUntilDone([15])
        #expect(try station.pointer().building == nil)
        #expect(try station.pointer().next == 3)
        #expect(!station.files.contains { $0.hasPrefix("shop.g2.") })
        station.stop()
    }

    @Test("R26: a changed query applies without a build")
    func changedQuery() throws {
        let station = try Station.afterClicks(5)
        try station.start(Definitions.clicks(query: "n + 1 AS more"))
        let live = try #require(try station.runner().live)
        #expect(live.file.number == 1)
        #expect(live.projection.queries[0].columns.map(\.name) == ["id", "more"])
        #expect(try station.runner().status.building == nil)
        station.stop()
        #expect(try station.pointer().next == 2)
    }

    @Test("R29: a build that was stopped goes on under its number")
    func stoppedBuild() throws {
        let station = try Station()
        station.cluster.failTopic("orders", with: 3)
        try station.start(Definitions.clicks())
        #expect(try station.pointer().building == 1)
        station.stop()
        station.cluster.failTopic("orders", with: 0)
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilLive(1)
        #expect(try station.number(total) == 5)
        station.stop()
    }

    @Test("R26: a live definition that cannot be read any more is replaced, and its files go")
    func unreadableDefinition() throws {
        let station = try Station.afterClicks(5)
        try station.execute("UPDATE _meta SET value = 'projection: 7' WHERE name = 'definition'")
        try station.start(Definitions.clicks(step: 2))
        try station.waitUntilLive(2)
        #expect(try station.number(total, generation: 2) == 10)
        eventually("the old files are gone") { !station.files.contains { $0.hasPrefix("shop.g1.") } }
        station.stop()
    }
}
