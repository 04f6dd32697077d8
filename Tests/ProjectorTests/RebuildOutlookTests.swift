// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import KafkaClient
import Projector
import ReadModel
import SQLite
import Testing
import Views

/// What a daemon would do, told without one.
@Suite(.serialized) struct RebuildOutlookTests {
    private func outlook(_ station: Station, _ text: String, asks: Bool = false) throws -> RebuildOutlook {
        let (projections, faults) = ProjectionReader.read(files: [("p.yaml", text)], views: ViewCompiler())
        #expect(faults == [])
        return try RebuildOutlook(
            of: try #require(projections.first), data: station.path, kafka: asks ? station.settings : nil)
    }

    @Test("R26: what a change asks for is told beside a running daemon, with what a build would read")
    func outlook() throws {
        let station = try Station()
        try station.sendClicks(40)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([40])
        try station.sendClicks(2)
        try station.waitUntilDone([42])
        let same = try outlook(station, Definitions.clicks())
        #expect(same.plan.kind == .nothing)
        #expect(same.live == 1)
        #expect(same.estimate == nil)
        #expect(try outlook(station, Definitions.clicks(query: "n + 1 AS more")).plan.kind == .queries)
        let changed = try outlook(station, Definitions.clicks(step: 2))
        #expect(changed.plan.way == .log)
        #expect(changed.plan.tables == ["clicks"])
        #expect(changed.estimate?.records == 42)
        #expect(changed.estimate?.isFromBrokers == false)
        #expect(changed.estimate?.seconds == nil)
        let first = try outlook(station, Definitions.clicks("other"), asks: true)
        #expect(first.plan.kind == .firstBuild)
        #expect(first.live == nil)
        #expect(first.estimate?.records == 42)
        #expect(first.estimate?.isFromBrokers == true)
        station.stop()
        try station.execute("INSERT OR REPLACE INTO _meta VALUES ('load_records', '10000'), ('load_ms', '5000')")
        try station.cluster.setBroker(1, isUp: false)
        let began = ContinuousClock.now
        let measured = try outlook(station, Definitions.clicks(step: 2), asks: true)
        #expect(ContinuousClock.now - began < .seconds(5))
        #expect(measured.estimate?.isFromBrokers == false)
        #expect(measured.estimate?.recordsPerSecond == 2_000)
        #expect(measured.estimate?.seconds == 0.021)
    }

    @Test func `a build that goes on is told as one, and a file that is no generation is refused`() throws {
        let station = try Station.afterClicks(5)
        station.cluster.failTopic("orders", with: 3)
        try station.start(Definitions.clicks(step: 2))
        station.stop()
        #expect(try outlook(station, Definitions.clicks(step: 2)).building == 2)
        #expect(try outlook(station, Definitions.clicks(step: 3)).building == nil)
        try station.execute("PRAGMA application_id = 7")
        #expect(throws: ReadModelError.self) { try outlook(station, Definitions.clicks()) }
    }
}
