// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import Projector
import ReadModel
import SQLite
import Synchronization
import Testing

/// What is proven of a new generation before it goes live.
@Suite(.serialized) struct ProofTests {
    /// A projection at the end of some records, whose file was then changed by SQL while nothing ran.
    private func station(_ sql: String?, records: Int = 25) throws -> Station {
        let station = try Station()
        try station.sendClicks(records)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([Int64(records)])
        if let sql {
            station.stop()
            try station.execute(sql)
            try station.start(Definitions.clicks())
        }
        try station.waitUntilLive()
        return station
    }

    private func unaccepted(_ runner: ProjectionRunner) throws -> RebuildRefusal {
        eventually("the build waits for an operator") { runner.rebuildStatus?.state.name == "unaccepted" }
        guard case .unaccepted(let refusal) = runner.rebuildStatus?.state else {
            throw RebuildMissing()
        }
        return refusal
    }

    private struct RebuildMissing: Error {}

    private func clicks(_ runner: ProjectionRunner) throws -> Proof.Relation {
        try #require(runner.rebuildStatus?.proof?.relations.first { $0.name == "clicks" })
    }

    private func decided(_ station: Station) throws -> [String] {
        try #require(try station.runner().decisions).all.map { decision in
            switch decision {
            case .acceptedDifferences(let generation, _): "accepted \(generation)"
            case .allowedSmaller(let generation, _): "smaller \(generation)"
            default: "other"
            }
        }
    }

    @Test(
        "R28: a wrong, a missing or an extra row of the live generation stops the switch, and is shown",
        arguments: [
            ("UPDATE clicks SET n = n + 1 WHERE id = 'k0-3'", "changed n 4 3"),
            ("DELETE FROM clicks WHERE id = 'k0-4'", "extra n NULL 3"),
            ("INSERT INTO clicks (id, n) VALUES ('k9', 7)", "missing n 7 NULL"),
        ])
    func planted(_ sql: String, _ expected: String) throws {
        let station = try station(sql)
        let runner = try station.runner()
        #expect(try runner.rebuild(acceptDifferences: false) == 2)
        let refusal = try unaccepted(runner)
        #expect(refusal.code == .differs)
        #expect(refusal.hint.contains("projectord rebuild shop --accept-differences"))
        #expect(runner.live?.file.number == 1)
        let row = try #require(try clicks(runner).examples.first)
        let told = row.columns.filter { $0.name == "n" }.map { "\($0.name) \($0.old ?? "NULL") \($0.new ?? "NULL")" }
        #expect("\(row.kind.rawValue) \(told.joined())" == expected)
        #expect(try clicks(runner).differences == 1)
        #expect(station.lines.messages.contains("a row differs"))
        // The live generation goes on, and so does the new one.
        try station.sendClicks(10)
        try station.waitUntilDone([35])
        #expect(throws: RebuildRefusal.self) { try runner.rebuild(acceptDifferences: false) }
        #expect(throws: RebuildRefusal.self) { try runner.rebuild(acceptDifferences: false, allowSmaller: true) }
        #expect(try runner.rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        try station.waitUntilDone([35])
        #expect(try station.number("SELECT sum(n) FROM clicks", generation: 2) == 35)
        #expect(try decided(station) == ["accepted 2"])
        station.stop()
    }

    @Test("R28: under traffic the two are compared at one place in the log, and equal")
    func traffic() throws {
        let station = try station(nil)
        let runner = try station.runner()
        let isEnough = Atomic<Bool>(false)
        let producer = station.producer
        let traffic = Thread {
            while !isEnough.load(ordering: .relaxed) {
                for number in 0..<20 {
                    try? producer.send(
                        topic: "orders", partition: 0, key: Array("k\(number % 7)".utf8),
                        value: Array(#"{"n":1}"#.utf8))
                }
                try? producer.flush(timeoutMs: 20_000)
            }
        }
        traffic.start()
        for number in 2...4 {
            #expect(try runner.rebuild(acceptDifferences: false) == number)
            eventually("generation \(number) is live") { runner.live?.file.number == number }
            let proof = try #require(runner.rebuildStatus?.proof)
            #expect(proof.differences == 0)
            #expect(proof.relations.map(\.notCompared) == [nil])
            #expect(proof.relations[0].rows == proof.relations[0].liveRows)
        }
        isEnough.store(true, ordering: .relaxed)
        eventually("traffic ends") { traffic.isFinished }
        station.stop()
    }

    @Test("R28: a table that would lose most of its rows needs a word of its own, which a restart keeps")
    func smaller() throws {
        let rows = "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 200)"
        let station = try station("\(rows) INSERT INTO clicks (id, n) SELECT 'x' || n, n FROM i")
        #expect(try station.runner().rebuild(acceptDifferences: true) == 2)
        let refusal = try unaccepted(station.runner())
        #expect(refusal.code == .muchSmaller)
        #expect(refusal.message == "clicks would have 10 rows instead of 210")
        #expect(refusal.hint.contains("projectord rebuild shop --allow-smaller"))
        #expect(throws: RebuildRefusal.self) { try station.runner().rebuild(acceptDifferences: true) }
        #expect(try clicks(station.runner()).missing == 200)
        station.stop()
        try station.start(Definitions.clicks())
        #expect(try unaccepted(station.runner()).code == .muchSmaller)
        #expect(try station.runner().live?.file.number == 1)
        #expect(try station.runner().rebuild(acceptDifferences: false, allowSmaller: true) == 2)
        try station.waitUntilLive(2)
        #expect(try decided(station) == ["accepted 2", "smaller 2"])
        station.stop()
    }

    @Test("R28: a changed definition is compared where it means the same, and stopped where a table would be empty")
    func changed() throws {
        let other = Definitions.clicks().replacing(
            "queries:",
            with: """
                  seen:
                    key: {id: text}
                    columns: {n: integer}
                    on: {orders: {"*": {set: {n: "n + 1"}}}}
                queries:
                """.replacing("\n  ", with: "\n  "))
        let station = try station("UPDATE clicks SET n = n + 1 WHERE id = 'k0-3'")
        station.stop()
        try station.start(other)
        #expect(try unaccepted(station.runner()).code == .differs)
        #expect(try clicks(station.runner()).changed == 1)
        #expect(try station.runner().rebuildStatus?.proof?.relations.map(\.name) == ["clicks"])
        #expect(try station.runner().rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        station.stop()
        try station.start(Definitions.clicks().replacing(#"{set: {n: "n + 1 * integer($.n)"}}"#, with: "delete"))
        #expect(try unaccepted(station.runner()).code == .muchSmaller)
        #expect(try clicks(station.runner()).notCompared == "its definition was changed")
        #expect(try station.runner().rebuild(acceptDifferences: false, allowSmaller: true) == 3)
        try station.waitUntilLive(3)
        station.stop()
    }

    @Test("R28: a stopped live generation is compared as it stands, and what is accepted then is listed")
    func stopped() throws {
        let station = try station("UPDATE _positions SET next = 90, done = 90; DELETE FROM clicks WHERE id = 'k0-1'")
        #expect(try station.stopCause().code == .aheadOfLog)
        let runner = try station.runner()
        #expect(try runner.rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        #expect(try clicks(runner).extra == 1)
        #expect(station.lines.messages.contains("a row differs"))
        station.stop()
    }

    @Test("R28: a live generation is compared with the log beside traffic, and nothing is switched or left")
    func againstLog() throws {
        let station = try station(
            """
            UPDATE clicks SET n = n + 1 WHERE id = 'k0-3'; DELETE FROM clicks WHERE id = 'k0-4';
            INSERT INTO clicks (id, n) VALUES ('k9', 7);
            """)
        let runner = try station.runner()
        for number in 1...2 {
            let (proof, generation) = try runner.verifyAgainstLog()
            #expect(generation == 1)
            let clicks = try #require(proof.relations.first)
            #expect((clicks.changed, clicks.extra, clicks.missing) == (1, 1, 1))
            #expect(runner.live?.file.number == 1)
            #expect(try station.pointer().next == 2 + number)
            #expect(try station.pointer().building == nil)
        }
        try station.sendClicks(10)
        try station.waitUntilDone([35])
        #expect(station.files == ["shop.g1.sqlite", "shop.g1.sqlite-shm", "shop.g1.sqlite-wal", "shop.generation"])
        station.stop()
    }

    private static let withViews = Definitions.clicks().replacing(
        "queries:",
        with: """
            views:
              busy: {sql: "SELECT n, count(*) AS ids FROM clicks GROUP BY n"}
              most: {sql: "SELECT max(n) AS n FROM busy"}
            queries:
            """)

    @Test("R28: a view's rows are compared too, and left out where they follow from rows that are left out")
    func views() throws {
        let station = try Station()
        try station.sendClicks(25)
        try station.start(Self.withViews)
        try station.waitUntilDone([25])
        eventually("views are built") { station.lines.messages.contains("views built") }
        station.stop()
        let stored = try #require(
            try station.texts("SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = 'busy'").first)
        let table = try #require(stored.split(separator: "\"").last.map(String.init))
        try station.execute("DELETE FROM \"\(table)\" WHERE rowid = (SELECT min(rowid) FROM \"\(table)\")")
        try station.start(Self.withViews)
        try station.waitUntilLive()
        #expect(try station.runner().rebuild(acceptDifferences: false) == 2)
        #expect(try unaccepted(station.runner()).code == .differs)
        let busy = try #require(
            try station.runner().rebuildStatus?.proof?.relations.first { $0.name == "busy" })
        #expect((busy.extra, busy.missing, busy.kind) == (1, 0, .view))
        #expect(try clicks(station.runner()).differences == 0)
        #expect(try station.runner().rebuild(acceptDifferences: true) == 2)
        try station.waitUntilLive(2)
        // A key that is held in the live generation from an earlier record on: its row is left out, and the view.
        try station.send("k0-1", #"{"n":"x"}"#)
        try station.producer.flush(timeoutMs: 20_000)
        try station.waitUntilDone([26])
        station.stop()
        try station.execute(
            "UPDATE _held SET \"offset\" = 1; UPDATE clicks SET n = 90 WHERE id = 'k0-1'", generation: 2)
        try station.start(Self.withViews)
        try station.waitUntilLive(2)
        #expect(try station.runner().rebuild(acceptDifferences: false) == 3)
        try station.waitUntilLive(3)
        let proof = try #require(try station.runner().rebuildStatus?.proof)
        #expect(proof.differences == 0)
        #expect(proof.leftOut.first.map(\.key) == ["k0-1"])
        #expect(proof.relations.first { $0.name == "clicks" }?.leftOut == 1)
        station.stop()
    }
}
