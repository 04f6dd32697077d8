// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import KafkaClient
import ReadModel
import SQLite
import Testing

@testable import Projector

/// Generations as of a past time.
@Suite(.serialized) struct PastTests {
    private let total = "SELECT sum(n) FROM clicks"

    private func now() throws -> PastTime {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return try #require(PastTime(Date().formatted(style)))
    }

    /// A moment after which all that is sent later has a later timestamp.
    private func mark() throws -> PastTime {
        let mark = try now()
        eventually("the clock goes on") { (try? now().milliseconds > mark.milliseconds) == true }
        return mark
    }

    /// The mock cannot tell where the log was at a time.
    private func begin(
        _ station: Station, _ label: String, _ time: PastTime, _ offsets: [Int64]
    ) throws -> PastGeneration {
        let runner = try station.runner()
        let cuts = offsets.enumerated().map { index, offset in
            LogPlace(topic: "orders", partition: Int32(index), offset: offset)
        }
        return try runner.begin(label, time, cuts, try #require(runner.decisions))
    }

    private func sealed(_ station: Station, _ label: String) throws -> Bool {
        try station.runner().pastStatuses.contains { status in
            if case .sealed = status.state { return status.past.label == label }
            return false
        }
    }

    private func refusal(_ station: Station, _ time: PastTime, _ label: String) throws -> RebuildRefusal? {
        #expect(throws: RebuildRefusal.self) { try station.runner().rebuild(until: time, label: label) }
    }

    @Test("R30: a time is read exactly, and gives a label")
    func times() throws {
        let time = try #require(PastTime("2026-03-01T12:00:00.1239+02:00"))
        #expect(time.text == "2026-03-01T10:00:00.123900Z")
        #expect(time.milliseconds == 1_772_359_200_123)
        #expect(time.label == "20260301T100000.123Z")
        #expect(PastTime("2026-03-01T10:00:00Z")?.label == "20260301T100000Z")
        for (text, ms) in [("1970-01-01T00:00:00Z", Int64(0)), ("2000-02-29T23:59:59Z", 951_868_799_000)] {
            #expect(PastTime(text)?.milliseconds == ms)
        }
        for text in ["", "now", "2026-03-01", "1772359200123", "2026-02-30T00:00:00Z", "2026-03-01T10:00:00"] {
            #expect(PastTime(text) == nil, "\(text)")
        }
        for label in ["march", "2026", "A.b-c_d", try now().label] { #expect(PastGeneration.isLabel(label)) }
        for label in ["", "-a", ".a", "a b", "a/b", "a@b", "é", String(repeating: "a", count: 65)] {
            #expect(!PastGeneration.isLabel(label), "\(label)")
        }
    }

    @Test("R30: the list of labels is read as it was written, and a damaged line is refused")
    func list() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/shop.labels"
        var list = try PastGenerations(path: path)
        #expect(list.all == [])
        let cuts = [
            LogPlace(topic: "a.b-c", partition: 0, offset: 7), .init(topic: "d", partition: 12, offset: 0),
        ]
        for isSealed in [true, false] {
            list.all.append(
                PastGeneration(
                    label: "l\(isSealed)", number: 3, time: "2026-03-01T10:00:00.000000Z", isSealed: isSealed,
                    cuts: cuts))
        }
        try list.write(to: path)
        #expect(try PastGenerations(path: path) == list)
        for line in ["x", "l 3 t sealed a/0", "l 3 t open a/0@1", "l x t sealed a/0@1", "-l 3 t sealed a/0@1"] {
            try DurableFile.replace(path, with: line + "\n")
            #expect(throws: ReadModelError.self, "\(line)") { try PastGenerations(path: path) }
        }
    }

    @Test("R30: a past generation has what the log had then, beside the live one, and survives a restart")
    func past() throws {
        let station = try Station(topics: ["orders": 3])
        try station.sendClicks(40, partition: 0)
        try station.sendClicks(7, partition: 1)
        let time = try mark()
        try station.sendClicks(25, partition: 0)
        try station.sendClicks(9, partition: 2)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([65, 7, 9])
        let past = try begin(station, "then", time, [40, 7, 0])
        #expect(past.number == 2)
        eventually("it is sealed") { (try? sealed(station, "then")) == true }
        #expect(try station.number(total, generation: 2) == 47)
        let note = try #require(try station.texts("SELECT value FROM _meta WHERE name = 'until'", generation: 2).first)
        #expect(note == "\(time.text) orders/0@40,orders/1@7,orders/2@0")
        #expect(try refusal(station, time, "then")?.code == .labelTaken)
        try station.sendClicks(1)
        try station.waitUntilDone([66, 7, 9])
        // A rebuild and its switch leave it alone.
        for number in 3...4 {
            #expect(try station.runner().rebuild(acceptDifferences: false) == number)
            try station.waitUntilLive(number)
        }
        for _ in 0..<2 {
            station.stop()
            try station.start(Definitions.clicks(step: 1, query: "n + 1 AS more"))
            try station.waitUntilDone([66, 7, 9])
            let found = try #require(try station.runner().sealed("then"))
            #expect(found.past.time == time.text)
            #expect(found.board.partitions.map(\.done) == [40, 7, 0])
        }
        #expect(try station.number(total, generation: 2) == 47)
        #expect(try station.runner().removePast("then").number == 2)
        #expect(try station.runner().sealed("then") == nil)
        #expect(throws: RebuildRefusal.self) { try station.runner().removePast("then") }
        station.stop()
        #expect(!station.files.contains { $0.hasPrefix("shop.g2.") })
    }

    @Test("R30: a build of a past goes on after a restart, though its load was killed")
    func restarted() throws {
        let station = try Station.afterClicks(5)
        let time = try mark()
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([10])
        var list = try PastGenerations(path: station.path + "/shop.labels")
        station.stop()
        // What a kill leaves: the number is spent, the line is there, the file is of no use.
        list.all = [
            PastGeneration(
                label: "a", number: 2, time: time.text, isSealed: false,
                cuts: [LogPlace(topic: "orders", partition: 0, offset: 5)])
        ]
        try list.write(to: station.path + "/shop.labels")
        try DurableFile.replace(station.path + "/shop.generation", with: "live 1\nnext 3\n")
        try DurableFile.replace(station.path + "/shop.g2.sqlite", with: String(repeating: "no database ", count: 1_000))
        try station.start(Definitions.clicks())
        eventually("it is sealed") { (try? sealed(station, "a")) == true }
        #expect(try station.number(total, generation: 2) == 5)
        station.stop()
    }

    @Test("R30: views are filled as of the time too")
    func views() throws {
        let station = try Station()
        try station.sendClicks(12)
        let time = try mark()
        try station.sendClicks(20)
        let file =
            Definitions.clicks() + "\nviews:\n  sums: {sql: \"SELECT n, count(*) AS keys FROM clicks GROUP BY n\"}\n"
        try station.start(file)
        try station.waitUntilDone([32])
        _ = try begin(station, "v", time, [12])
        eventually("it is sealed") { (try? sealed(station, "v")) == true }
        #expect(try station.texts("SELECT n || ':' || keys FROM sums ORDER BY n", generation: 2) == ["1:8", "2:2"])
        station.stop()
    }

    @Test("R30: what has no past is refused")
    func refused() throws {
        let station = try Station()
        try station.sendClicks(5)
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5])
        let future = try #require(PastTime("2999-01-01T00:00:00Z"))
        #expect(try refusal(station, future, "f")?.code == .timeInFuture)
        let time = try mark()
        for number in 0..<PastGenerations.countMax {
            _ = try station.runner().rebuild(until: time, label: "l\(number)")
        }
        let full = try #require(try refusal(station, time, "more"))
        #expect(full.code == .tooManyLabels && full.hint.contains("projectord remove shop@l0"))
        #expect(try station.runner().removePast("l3").number == 5)
        _ = try station.runner().rebuild(until: time, label: "more")
        station.stop()
        try station.execute("UPDATE _positions SET first = -3")
        try station.start(Definitions.clicks())
        try station.waitUntilDone([5])
        _ = try station.runner().removePast("l0")
        #expect(try refusal(station, time, "r")?.code == .logIncomplete)
        station.stop()
    }
}
