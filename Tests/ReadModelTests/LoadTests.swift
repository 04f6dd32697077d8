// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import ReadModel
import SQLite
import Testing

/// Bulk loads: the same rows as from following the log, whatever the memory; and what a stop or a kill leaves.
@Suite struct LoadTests {
    private static let tables = ["customers", "orders", "pages"]
    private static let sizes = [1, 7, 1_000, 50_000]

    /// Everything that is stored for the projection's tables, by key.
    private func dump(_ model: Model) throws -> [[String]] {
        try ["customers", "orders", "orders_history", "pages"].map {
            try model.rows("SELECT * FROM \($0) ORDER BY 1, 2")
        }
    }

    /// A model of a log in batches of `size`, loaded if `memoryBytes` says how much may be at hand.
    private func model(_ records: [Record], _ size: Int, memoryBytes: Int?) throws -> Model {
        let model = try Model(
            Definitions.read(RandomLog.text), partitions: RandomLog.partitions, loadMemoryBytes: memoryBytes)
        for first in stride(from: 0, to: records.count, by: size) {
            try model.put(Array(records[first..<min(first + size, records.count)]))
            if memoryBytes == nil || model.writer.isFull { try model.writer.commit() }
        }
        try model.writer.commit()
        if memoryBytes != nil {
            try model.writer.finishLoad([("load_records", String(records.count))])
            try model.reopen()
        }
        return model
    }

    @Test("R26, R29: for 100 seeds, followed, loaded and folded plainly are the same, however it is cut and ordered")
    func equal() throws {
        let first = UInt64.random(in: 0..<1_000_000)
        print("seeds \(first)..<\(first + 100)")
        for seed in first..<first + 100 {
            var random = Seeded(state: seed)
            let log = RandomLog(events: 200, using: &random)
            let size = Self.sizes[Int(seed % 4)]
            let live = try model(log.shuffled(using: &random), Self.sizes[Int(seed / 4 % 4)], memoryBytes: nil)
            // Little memory spills again and again, much never.
            for memoryBytes in [4_000, 10_000_000] {
                let loaded = try model(log.shuffled(using: &random), size, memoryBytes: memoryBytes)
                #expect(try dump(loaded) == dump(live), "seed \(seed), \(memoryBytes) bytes")
                #expect(try Self.tables.map { Set(try loaded.table($0)) } == log.rows, "seed \(seed)")
            }
        }
    }

    @Test("R29: a load makes indexes last, ends durable and in WAL, and is done from then on")
    func finished() throws {
        var random = Seeded(state: 1)
        let records = RandomLog(events: 100, using: &random).shuffled(using: &random)
        let model = try Model(Definitions.read(RandomLog.text), partitions: 2, loadMemoryBytes: 1_000_000)
        let indexes = "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        try model.put(records)
        try model.writer.commit()
        #expect(try model.file.loadState() == .open)
        #expect(try model.rows(indexes) == ["1"])
        try model.writer.finishLoad([("load_records", "100")])
        #expect(try model.file.loadState() == .done)
        #expect(try model.file.note("load_records") == "100")
        try model.reopen()
        #expect(try model.rows(indexes) == ["3"])
        #expect(try model.rows("PRAGMA journal_mode") == ["'wal'"])
        #expect(try model.rows("PRAGMA integrity_check") == ["'ok'"])
        try model.commit(Record("1000", #"{"name":"later"}"#))
        #expect(try model.rows("SELECT name FROM customers WHERE id = 1000") == ["'later'"])
    }

    @Test("R29: a load that was paused goes on where it was; one that was not is to be made anew")
    func paused() throws {
        var random = Seeded(state: 2)
        let records = RandomLog(events: 200, using: &random).shuffled(using: &random)
        let whole = try model(records, 50, memoryBytes: 1_000_000)
        let model = try Model(Definitions.read(RandomLog.text), partitions: 2, loadMemoryBytes: 1_000_000)
        try model.put(Array(records[..<120]))
        try model.writer.commit()
        try model.writer.pauseLoad()
        #expect(try model.file.loadState() == .paused)
        try model.reopen()
        #expect(try model.file.loadState() == .open)
        try model.put(Array(records[120...]))
        try model.writer.commit()
        try model.writer.finishLoad([])
        try model.reopen()
        #expect(try dump(model) == dump(whole))
    }

    @Test("R29: a failure while a load is written spoils it, since there is no journal")
    func spoilt() throws {
        let model = try Model(Definitions.read(RandomLog.text), partitions: 2, loadMemoryBytes: 1_000_000)
        try model.put([Record("1", #"{"name":"a"}"#)])
        #expect(model.writer.hasSpoiledLoad)
        try model.writer.commit()
        #expect(!model.writer.hasSpoiledLoad)
        let other = try Connection(path: model.file.path, mode: .readWrite)
        try other.execute("DROP TABLE customers")
        try model.put([Record("2", #"{"name":"b"}"#)])
        #expect(throws: (any Error).self) { try model.writer.commit() }
        #expect(model.writer.hasSpoiledLoad)
    }
}
