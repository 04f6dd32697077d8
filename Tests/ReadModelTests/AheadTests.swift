// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import ReadModel
import SQLite
import Testing

/// Versions that are written before their transaction ends.
@Suite struct AheadTests {
    private static let tables = ["customers", "customers_history"]

    private func makeModel(loadMemoryBytes: Int? = nil) throws -> Model {
        try Model(HistoryTests.withHistory(HistoryTests.names), loadMemoryBytes: loadMemoryBytes)
    }

    private func dump(_ model: Model) throws -> [[String]] {
        try Self.tables.map { try model.rows("SELECT * FROM \($0) ORDER BY 1, 3") }
    }

    private func record(_ number: Int, using generator: inout Seeded) -> Record {
        let seconds = number / 40 + Int.random(in: 0...4, using: &generator)
        let value = generator.pick([#"{"name":"a"}"#, #"{"name":"b"}"#, #"{"name":"longer"}"#, "{}", nil])
        return Record(String(Int.random(in: 0..<90, using: &generator)), value, timestampMs: Int64(seconds) * 1_000)
    }

    @Test("R15: the rows are the same, whatever is written before a transaction ends", arguments: [nil, 20_000])
    func equal(loadMemoryBytes: Int?) throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        var passes = 0
        for round in 0..<10 {
            let (plain, early) = (try makeModel(), try makeModel(loadMemoryBytes: loadMemoryBytes))
            var number = 0
            while number < 1_200 {
                let size = Int.random(in: 1...120, using: &generator)
                let records = (number..<number + size).map { record($0, using: &generator) }
                number += size
                for model in [plain, early] { try model.put(records) }
                while Int.random(in: 0..<4, using: &generator) > 0, try early.writer.writeAhead(bytesMin: 1) {
                    passes += 1
                }
                if Int.random(in: 0..<5, using: &generator) > 0 { continue }
                for model in [plain, early] { try model.writer.commit() }
                #expect(try dump(early) == dump(plain), "seed \(seed), round \(round), record \(number)")
            }
            for model in [plain, early] { try model.writer.commit() }
            #expect(try dump(early) == dump(plain), "seed \(seed), round \(round)")
        }
        #expect(passes > 50)
    }

    @Test("nothing is written ahead of what is little, or without a transaction")
    func little() throws {
        let model = try makeModel()
        #expect(try !model.writer.writeAhead(bytesMin: 1))
        try model.put([Record("1", #"{"name":"a"}"#, timestampMs: 1_000)])
        #expect(try !model.writer.writeAhead(bytesMin: 1))
        try model.put([Record("1", #"{"name":"b"}"#, timestampMs: 2_000)])
        #expect(try !model.writer.writeAhead())
        #expect(try model.writer.writeAhead(bytesMin: 1))
        #expect(try !model.writer.writeAhead(bytesMin: 1))
    }

    @Test("what was written ahead goes with its transaction")
    func rolledBack() throws {
        let model = try makeModel()
        for name in ["a", "b", "c"] {
            try model.put([Record("1", "{\"name\":\"\(name)\"}", timestampMs: Int64(name.utf8.first ?? 0) * 1_000)])
        }
        #expect(try model.writer.writeAhead(bytesMin: 1))
        try model.reopen()
        #expect(try dump(model) == [[], []])
        #expect(try model.position().next == 0)
    }

    @Test("an error of what is written ahead ends the transaction")
    func failure() throws {
        let model = try makeModel()
        let other = try Connection(path: model.file.path, mode: .readWrite)
        try other.execute(
            "CREATE TRIGGER no BEFORE INSERT ON customers_history BEGIN SELECT raise(FAIL, 'not now'); END")
        for name in ["a", "b"] {
            try model.put([Record("1", "{\"name\":\"\(name)\"}", timestampMs: Int64(name.utf8.first ?? 0) * 1_000)])
        }
        let error = #expect(throws: ReadModelError.self) { _ = try model.writer.writeAhead(bytesMin: 1) }
        #expect(error?.message.contains("not now") == true)
        #expect(!model.writer.hasChanges)
        #expect(try dump(model) == [[], []])
    }
}
