// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
@testable import Projector
import ReadModel
import Testing

/// Going back to the previous generation.
@Suite(.serialized) struct RollbackTests {
    private let total = "SELECT sum(n) FROM clicks"

    /// A projection whose tables were changed after five records: generation 2 is live, 1 is kept.
    private func changed() throws -> Station {
        let station = try Station.afterClicks(5)
        try station.start(Definitions.clicks(step: 100))
        try station.waitUntilLive(2)
        try station.waitUntilDone([5])
        return station
    }

    private func refusal(_ station: Station, stale: Bool = false) throws -> RebuildRefusal? {
        #expect(throws: RebuildRefusal.self) { try station.runner().rollback(stale: stale) }
    }

    @Test("R31: going back catches up first, and no start undoes it")
    func rollback() throws {
        let station = try changed()
        try station.sendClicks(10)
        try station.waitUntilDone([15])
        let rollback = try station.runner().rollback(stale: false)
        #expect(rollback.number == 1 && rollback.replaced == 2 && rollback.breaks == [])
        try station.waitUntilLive(1)
        #expect(try station.runner().rebuildStatus?.isRollback == true)
        #expect(try station.number(total) == 15)
        #expect(try station.pointer().previous == 2)
        #expect(try station.runner().status.previous == 2)
        #expect(try station.runner().status.isPinned)
        for end in [Int64(16), 17] {
            station.stop()
            try station.start(Definitions.clicks(step: 100))
            try station.sendClicks(1)
            try station.waitUntilDone([end])
            #expect(try station.runner().live?.file.number == 1)
            #expect(try station.runner().status.building == nil)
        }
        #expect(station.lines.messages.contains { $0.contains("an operator went back from it") })
        #expect(try station.number(total) == 17)
        station.stop()
        #expect(station.files == ["shop.decisions", "shop.g1.sqlite", "shop.g2.sqlite", "shop.generation"])
    }

    @Test("R31: going back twice leads to where it began")
    func thereAndBack() throws {
        let station = try changed()
        _ = try station.runner().rollback(stale: false)
        try station.waitUntilLive(1)
        try station.sendClicks(1)
        try station.waitUntilDone([6])
        #expect(try station.runner().rollback(stale: false).number == 2)
        try station.waitUntilLive(2)
        #expect(try station.number(total, generation: 2) == 600)
        #expect(try !station.runner().status.isPinned)
        station.stop()
    }

    @Test("R31: a pin ends when the projection file means something else, for good")
    func changedFile() throws {
        let station = try changed()
        _ = try station.runner().rollback(stale: false)
        try station.waitUntilLive(1)
        station.stop()
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5])
        #expect(try station.runner().decisions?.pin == nil)
        station.stop()
        try station.start(Definitions.clicks(step: 100))
        try station.waitUntilLive(3)
        station.stop()
        #expect(station.files == ["shop.decisions", "shop.g1.sqlite", "shop.g3.sqlite", "shop.generation"])
    }

    @Test("R31: a rebuild on an operator's word builds what was pinned, and the pin does not come back")
    func rebuild() throws {
        let station = try changed()
        _ = try station.runner().rollback(stale: false)
        try station.waitUntilLive(1)
        #expect(try station.runner().rebuild(acceptDifferences: false) == 3)
        try station.waitUntilLive(3)
        #expect(try station.number(total, generation: 3) == 500)
        station.stop()
        #expect(station.files == ["shop.decisions", "shop.g1.sqlite", "shop.g3.sqlite", "shop.generation"])
        try station.start(Definitions.clicks(step: 100))
        try station.waitUntilDone([5])
        #expect(try station.runner().live?.file.number == 3)
        #expect(try !station.runner().status.isPinned)
        station.stop()
    }

    @Test("R31: --stale goes back at once, and tells which positions go back")
    func stale() throws {
        let station = try changed()
        try station.sendClicks(10)
        try station.waitUntilDone([15])
        station.cluster.failTopic("orders", with: 3)
        let rollback = try station.runner().rollback(stale: true)
        #expect(rollback.breaks == [Rollback.Break(topic: "orders", partition: 0, from: 15, to: 5)])
        try station.waitUntilLive(1)
        #expect(try station.number(total) == 5)
        station.cluster.failTopic("orders", with: 0)
        try station.waitUntilDone([15])
        #expect(try station.number(total) == 15)
        station.stop()
    }

    @Test("R31: nothing to go back to, a build under way, and a file of another format are refused")
    func refused() throws {
        let station = try Station.afterClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilLive()
        #expect(try refusal(station)?.code == .noPrevious)
        station.cluster.failTopic("orders", with: 3)
        #expect(throws: RebuildRefusal.self) { try station.runner().rebuild(acceptDifferences: false) }
        station.cluster.failTopic("orders", with: 0)
        #expect(try station.runner().rebuild(acceptDifferences: false) == 2)
        try station.waitUntilLive(2)
        station.stop()
        try station.execute("PRAGMA user_version = 1")
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5])
        let unusable = try #require(try refusal(station))
        #expect(unusable.code == .previousUnusable && unusable.message.contains("format 1"))
        #expect(try station.runner().live?.file.number == 2)
        station.stop()
    }

    @Test("R31: where the log lacks what is missing, only --stale goes back, and then stands still")
    func logGone() throws {
        let station = try changed()
        station.stop()
        try station.execute("UPDATE _positions SET next = -3, done = -3")
        try station.start(Definitions.clicks(step: 100))
        try station.waitUntilDone([5])
        let refusal = try #require(try refusal(station))
        #expect(refusal.code == .logIncomplete && refusal.hint.contains("--stale"), "\(refusal)")
        _ = try station.runner().rollback(stale: true)
        try station.waitUntilLive(1)
        #expect(try station.stopCause().code == .gap)
        station.stop()
    }

    @Test("R31: a generation that was replaced since its file is damaged is not kept")
    func damaged() throws {
        let station = try Station.afterClicks(5)
        let file = try #require(FileHandle(forWritingAtPath: station.path + "/shop.g1.sqlite"))
        try file.seek(toOffset: 8_192)
        try file.write(contentsOf: [UInt8](repeating: 0xff, count: 40_000))
        try file.close()
        try station.start(Definitions.clicks())
        #expect(try station.stopCause().code == .storeDamaged)
        #expect(try station.runner().rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        #expect(try station.pointer().previous == nil)
        station.stop()
        #expect(!station.files.contains { $0.hasPrefix("shop.g1.") })
    }

    @Test("a build is ended on an operator's word, and what is live stays")
    func cancel() throws {
        let station = try changed()
        #expect(throws: RebuildRefusal.self) { try station.runner().cancelBuild() }
        station.stop()
        station.cluster.failTopic("orders", with: 3)
        try station.start(Definitions.clicks(step: 7))
        let restarted = try station.runner()
        #expect(restarted.status.building?.number == 3)
        #expect(restarted.rebuildStatus?.phase == .reading)
        #expect(try refusal(station)?.code == .alreadyBuilding)
        #expect(try restarted.cancelBuild() == 3)
        #expect(restarted.rebuildStatus?.state.name == "cancelled")
        #expect(restarted.buildsAtStart)
        #expect(try station.pointer().building == nil)
        #expect(!station.files.contains { $0.hasPrefix("shop.g3.") })
        station.cluster.failTopic("orders", with: 0)
        try station.sendClicks(1)
        try station.waitUntilDone([6])
        #expect(restarted.live?.file.number == 2)
        station.stop()
    }

    @Test("the first build cannot be cancelled, since nothing else answers")
    func cancelFirst() throws {
        let station = try Station()
        station.cluster.failTopic("orders", with: 3)
        try station.start(Definitions.clicks())
        let refusal = #expect(throws: RebuildRefusal.self) { try station.runner().cancelBuild() }
        #expect(refusal?.code == .cannotCancel)
        station.stop()
    }
}
