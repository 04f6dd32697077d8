// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import SQLite
import Testing

@testable import ReadModel

@Suite struct RepeatWindowTests {
    /// Where an identity was seen within the window, by a list of all that was noted.
    private struct Seen {
        var span: Int64
        var noted: [(identity: EventIdentity, offset: Int64)] = []

        mutating func note(_ identity: EventIdentity, at offset: Int64) -> Int64 {
            let before = noted.last { $0.identity == identity }?.offset ?? -1
            noted.append((identity, offset))
            return before >= 0 && offset - before <= span ? before : -1
        }

        mutating func takeBack(at offset: Int64) {
            noted.removeAll { $0.offset == offset }
        }
    }

    private static func identity(_ number: Int) -> EventIdentity {
        // Few first halves, so that entries share their places.
        EventIdentity(first: UInt64(number % 7), second: UInt64(number))
    }

    @Test(
        "R14: an id counts as seen for so many offsets, whatever lies between", arguments: 1...20 as ClosedRange<UInt64>
    )
    func window(seed: UInt64) {
        var random = Seeded(state: seed)
        let span = Int64.random(in: 1...60, using: &random)
        var window = RepeatWindow(span: span)
        defer { window.deallocate() }
        var seen = Seen(span: span)
        var offset: Int64 = 0
        for _ in 0..<3_000 {
            offset += Int64.random(in: 1...(Bool.random(using: &random) ? 2 : 40), using: &random)
            let identity = Self.identity(Int.random(in: 0..<50, using: &random))
            let before = window.note(identity, at: offset)
            #expect(before == seen.note(identity, at: offset), "seed \(seed), offset \(offset), span \(span)")
            if Int.random(in: 0..<10, using: &random) == 0 {
                window.takeBack(identity, at: offset, before: before)
                seen.takeBack(at: offset)
            }
        }
    }

    @Test("R14: a window outlives the writer, and only the newest of it is kept", arguments: [1, 7, 1_000])
    func survives(commitEvery: Int) throws {
        let folder = try TemporaryFolder()
        var projection = try Definitions.read(Definitions.customers)
        projection.sources[0].id = .header("id")
        projection.sources[0].repeats = 50
        let connection = try Connection(path: folder.path + "/ids.sqlite", mode: .readWrite)
        try connection.execute(RepeatStore.schema)
        var position = PartitionPosition(topic: "customers", partition: 0, source: 0, first: 0)
        var seen = Seen(span: 50)
        var log = try #require(try RepeatLog(projection, on: connection))
        try log.add([position])
        var random = Seeded(state: 7)
        for offset in Int64(0)..<2_000 {
            let identity = Self.identity(Int.random(in: 0..<80, using: &random))
            #expect(log.note(identity, partition: 0, offset: offset) == seen.note(identity, at: offset))
            guard Int(offset + 1).isMultiple(of: commitEvery) else { continue }
            position.next = offset + 1
            try log.write([position])
            log = try #require(try RepeatLog(projection, on: connection))
            try log.add([position])
        }
        let entries = try #require(try connection.integer("SELECT sum(length(entries)) / 16 FROM _ids"))
        #expect(entries <= 50 + 50 / 8 + Int64(commitEvery))
    }

    @Test("R14: no source with ids, no window")
    func none() throws {
        let connection = try Connection(path: ":memory:", mode: .readWrite)
        #expect(try RepeatLog(Definitions.read(Definitions.customers), on: connection) == nil)
    }
}
