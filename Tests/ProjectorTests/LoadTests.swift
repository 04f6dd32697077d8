// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import ReadModel
import Synchronization
import Testing

@testable import Projector

/// The first load of a generation, and writers that are held at a barrier.
@Suite(.serialized) struct LoadTests {
    /// Leaves a folder as a kill in the middle of a load leaves it: rows of nobody knows what, and a pointer to them.
    private func killed(_ station: Station) throws {
        try station.start(Definitions.clicks())
        try station.waitUntilDone([10])
        station.stop()
        try station.execute(
            """
            INSERT INTO clicks VALUES ('of nobody', 1, 0); UPDATE _positions SET next = 5, done = 5, delivered = 5;
            UPDATE _meta SET value = 'open' WHERE name = 'load'
            """)
        var pointer = try station.pointer()
        (pointer.live, pointer.building) = (nil, 1)
        try pointer.write(to: station.path + "/shop.generation")
    }

    @Test("R29: a load that a kill left half done starts again from the log's start, and goes live by itself")
    func startsAgain() throws {
        let station = try Station()
        try station.sendClicks(10)
        try killed(station)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([10])
        #expect(try station.number("SELECT count(*) FROM clicks WHERE id = 'of nobody'") == 0)
        #expect(try station.number("SELECT sum(n) FROM clicks") == 10)
        station.stop()
    }

    @Test("R29: a load that was stopped goes on at the next start")
    func goesOn() throws {
        let station = try Station()
        try station.sendClicks(10)
        try killed(station)
        // What a stop leaves instead: rows and positions of one transaction.
        try station.execute(
            """
            UPDATE _meta SET value = 'paused' WHERE name = 'load'; DELETE FROM clicks WHERE id > 'k0-4';
            """)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([10])
        // The first five records were not read again: the planted row stayed with theirs.
        #expect(try station.number("SELECT sum(n) FROM clicks WHERE id LIKE 'k%'") == 10)
        #expect(try station.number("SELECT count(*) FROM clicks WHERE id = 'of nobody'") == 1)
        #expect(try station.number("SELECT delivered FROM _positions") == 10)
        station.stop()
    }

    @Test(
        "R28: a writer that is held applies all below its limits in each partition, nothing above, and later the rest")
    func held() throws {
        let station = try Station(topics: ["orders": 2])
        for partition in 0..<2 { try station.sendClicks(10, partition: Int32(partition)) }
        try station.start(Definitions.clicks())
        try station.waitUntilDone([10, 10])
        let pipeline = try #require(try station.runner().pipelines.withLock { $0.live })
        let limits = [
            LogPlace(topic: "orders", partition: 0, offset: 15), LogPlace(topic: "orders", partition: 1, offset: 10),
        ]
        #expect(!pipeline.isHolding)
        pipeline.hold(below: limits)
        try station.sendClicks(20, partition: 1)
        try station.sendClicks(20, partition: 0)
        eventually("the writer stands at its limits") { pipeline.isHolding }
        #expect(pipeline.board.partitions.map(\.done) == [15, 10])
        #expect(try station.number("SELECT sum(n) FROM clicks") == 25)
        pipeline.release()
        #expect(!pipeline.isHolding)
        try station.waitUntilDone([30, 30])
        #expect(try station.number("SELECT sum(n) FROM clicks") == 60)
        #expect(try station.number("SELECT sum(delivered) FROM _positions") == 60)
        station.stop()
    }

    @Test("R30: a writer that is held for good drops what lies above its limits")
    func cut() throws {
        let station = try Station()
        try station.sendClicks(10)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([10])
        let pipeline = try #require(try station.runner().pipelines.withLock { $0.live })
        pipeline.hold(below: [LogPlace(topic: "orders", partition: 0, offset: 12)], droppingRest: true)
        try station.sendClicks(30)
        eventually("the writer stands at its limit") { pipeline.isHolding }
        #expect(pipeline.board.partitions.map(\.done) == [12])
        #expect(try station.number("SELECT sum(n) FROM clicks") == 12)
        station.stop()
    }
}
