// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

@testable import Views

@Suite("One stream, cut in many ways")
struct ViewCutTests {
    private static let program = Result { try HandViews.compiled() }

    /// Single events, in one order.
    private static func events(_ random: inout SeededRandom, _ count: Int) -> [(String, TestBatch.Event)] {
        (0..<count).flatMap { _ in TestBatch.random(&random, count: 1).tables.map { ($0.name, $0.events[0]) } }
    }

    /// One transaction of events: the last one of each key, tables in any order.
    private static func batch(
        _ events: ArraySlice<(String, TestBatch.Event)>, _ random: inout SeededRandom
    ) -> TestBatch {
        var last: [String: [[TestValue]: TestBatch.Event]] = [:]
        for (table, event) in events { last[table, default: [:]][event.key] = event }
        return TestBatch(
            tables: last.keys.sorted().shuffled(using: &random).map { ($0, Array((last[$0] ?? [:]).values)) })
    }

    private static func batches(
        _ events: [(String, TestBatch.Event)], of size: Int, _ random: inout SeededRandom
    ) -> [TestBatch] {
        stride(from: 0, to: events.count, by: size).map { batch(events[$0..<min($0 + size, events.count)], &random) }
    }

    @Test("the same events make the same stored rows, however they are cut into transactions")
    func sizes() throws {
        let program = try Self.program.get()
        for seed in 0..<UInt64(2) {
            var random = SeededRandom(seed)
            let events = Self.events(&random, 200)
            var first: [String: [String]]?
            for size in [1, 7, events.count] {
                let bench = try ViewBench(program)
                for batch in Self.batches(events, of: size, &random) { try bench.write(batch) }
                #expect(try bench.differences().isEmpty, "seed \(seed)")
                let stored = try bench.stored()
                #expect(first == nil || first == stored, "seed \(seed), cut by \(size)")
                first = first ?? stored
            }
        }
    }

    @Test("filling the views anew changes no stored row")
    func builtAnew() throws {
        let program = try Self.program.get()
        for seed in 10..<UInt64(14) {
            var random = SeededRandom(seed)
            let bench = try ViewBench(program)
            for batch in Self.batches(Self.events(&random, 150), of: 10, &random) { try bench.write(batch) }
            let kept = try bench.stored()
            try bench.build()
            let built = try bench.stored()
            for table in Set(kept.keys).union(built.keys) {
                #expect(kept[table] == built[table], "seed \(seed), \(table)")
            }
        }
    }

    @Test("what is stopped in the middle of a transaction, and opened again, goes on as if nothing had been")
    func stops() throws {
        let program = try Self.program.get()
        let folder = FileManager.default.temporaryDirectory.appending(path: "views-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var random = SeededRandom(20)
        let events = Self.events(&random, 400)
        let straight = try ViewBench(program)
        var files = 0
        func path(_ number: Int) -> String { folder.appending(path: "\(number).db").path }
        var bench = try ViewBench(program, file: path(0))
        for batch in Self.batches(events, of: 5, &random) {
            try straight.write(batch)
            switch random.below(4) {
            case 0:  // Rolled back, and written again.
                #expect(throws: ViewBench.Stop.self) {
                    try bench.write(batch, stoppingAfter: random.below(batch.tables.count + 2))
                }
            case 1:  // Killed: what stands in the files then is all that is left.
                #expect(throws: ViewBench.Stop.self) {
                    try bench.write(batch, stoppingAfter: random.below(batch.tables.count + 2)) {
                        for end in ["", "-wal"] {
                            try FileManager.default.copyItem(atPath: path(files) + end, toPath: path(files + 1) + end)
                        }
                    }
                }
                files += 1
                bench = try ViewBench(program, file: path(files))
            case 2: bench = try ViewBench(program, file: path(files))
            default: break
            }
            try bench.write(batch)
            #expect(try bench.differences().isEmpty)
        }
        #expect(files > 5)
        #expect(try bench.stored() == straight.stored())
    }
}
