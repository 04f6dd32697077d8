// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import ReadModel
import Testing

/// R4: a key lives in one partition.
@Suite struct TwoPartitionsTests {
    private func customer(_ name: String?, partition: Int32) -> Record {
        Record("1", name.map { #"{"name":"\#($0)"}"# }, partition: partition)
    }

    /// Applies records with commits where nil stands; then with a careful writer from where it stands.
    private func outcome(_ steps: [Record?], isCareful: Bool) throws -> (rows: [String], stopped: [String]) {
        let model = try Model(Definitions.customers, partitions: 2, isCareful: isCareful)
        var stopped: [String] = []
        var careful = isCareful
        var committed = 0
        var index = 0
        func commit() throws -> Bool {
            do {
                try model.writer.commit()
                committed = index
                return true
            } catch is ModelWriter.NeedsCare {
                #expect(!careful)
                careful = true
                try model.reopen(isCareful: true)
                index = committed
                return false
            }
        }
        while index < steps.count {
            if let record = steps[index] {
                do { try model.put(record) } catch let error as ModelWriter.StoppedRecord {
                    #expect(error.fault.code == .keyInTwoPartitions)
                    guard try commit() else { continue }
                    stopped = ["\(error.partition)@\(error.offset)"]
                    break
                } catch is ModelWriter.NeedsCare {
                    #expect(!careful)
                    careful = true
                    try model.reopen(isCareful: true)
                    index = committed
                    continue
                }
                index += 1
            } else {
                index += 1
                _ = try commit()
            }
        }
        if stopped.isEmpty { while try !commit() { return try outcome(steps, isCareful: true) } }
        #expect(try model.position(0).accounting.isBalanced)
        return (try model.table("customers"), stopped)
    }

    @Test("R4: a row of another partition stops the record, exactly before it")
    func upsert() throws {
        for isCareful in [false, true] {
            for between in [[], [Record?.none]] {
                let steps = [customer("a", partition: 0)] + between + [customer("b", partition: 1)]
                let result = try outcome(steps, isCareful: isCareful)
                #expect(result.rows == ["1, 'a', NULL, NULL"])
                #expect(result.stopped == ["1@0"])
            }
        }
    }

    @Test("R4: another partition's tombstone does not delete the row")
    func delete() throws {
        for isCareful in [false, true] {
            for between in [[], [Record?.none]] {
                let steps = [customer("a", partition: 0)] + between + [customer(nil, partition: 1)]
                let result = try outcome(steps, isCareful: isCareful)
                #expect(result.rows == ["1, 'a', NULL, NULL"])
                #expect(result.stopped == ["1@0"])
            }
        }
    }

    @Test("R4: a blind write over another partition's row commits nothing and asks for a careful writer")
    func needsCare() throws {
        let model = try Model(Definitions.customers, partitions: 2)
        try model.commit(customer("a", partition: 0))
        try model.put(Record("2", #"{"name":"c"}"#, partition: 1))
        try model.put(customer("b", partition: 1))
        #expect(throws: ModelWriter.NeedsCare.self) { try model.writer.commit() }
        #expect(try model.table("customers") == ["1, 'a', NULL, NULL"])
        #expect(try model.rows("SELECT next FROM _positions") == ["1", "0"])
        try model.reopen(isCareful: true)
        try model.put(Record("2", #"{"name":"c"}"#, partition: 1))
        let fault = model.fault(customer("b", partition: 1))
        #expect(fault?.code == .keyInTwoPartitions)
        #expect(fault?.message == "the row of table customers was made by partition 0")
        try model.writer.commit()
        #expect(try model.table("customers") == ["1, 'a', NULL, NULL", "2, 'c', NULL, NULL"])
        #expect(try model.position(1).next == 1)
    }

    @Test("R4: a key that one partition made and deleted may come from another")
    func moves() throws {
        for isCareful in [false, true] {
            for between in [[], [Record?.none]] {
                let steps =
                    [customer("a", partition: 0), customer(nil, partition: 0)] + between + [customer("b", partition: 1)]
                let result = try outcome(steps, isCareful: isCareful)
                #expect(result.rows == ["1, 'b', NULL, NULL"])
                #expect(result.stopped == [])
            }
        }
    }

    @Test("R4: another partition's tombstone is found though the row's own partition writes it again right after")
    func deletedAndWritten() throws {
        for isCareful in [false, true] {
            let steps = [
                customer("a", partition: 0), nil, customer(nil, partition: 1), customer("b", partition: 0),
            ]
            let result = try outcome(steps, isCareful: isCareful)
            #expect(result.rows == ["1, 'a', NULL, NULL"])
            #expect(result.stopped == ["1@0"])
        }
    }

    @Test("R4: where transactions end changes neither the rows nor the record that stops")
    func anyTransactions() throws {
        let seed: UInt64 = 4_005
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        for round in 0..<200 {
            let records = (0..<Int.random(in: 2...5, using: &generator)).map { _ in
                customer(generator.pick(["a", "b", nil]), partition: generator.pick([0, 1]))
            }
            let expected = try outcome(records.flatMap { [$0, nil] }, isCareful: true)
            for _ in 0..<2 {
                let steps = records.flatMap { Bool.random(using: &generator) ? [$0, nil] : [Record?.some($0)] }
                let found = try outcome(steps, isCareful: false)
                let story = steps.map { $0.map { "\($0.partition):\($0.value ?? "-")" } ?? "commit" }
                #expect(found == expected, "round \(round): \(story)")
            }
        }
    }

    @Test("R4: rows of folded tables too are of one partition; re-keyed tables take all")
    func otherTables() throws {
        let orders = try Model(Definitions.orders, partitions: 2)
        try orders.put(Record("o", "{}", type: "Placed", partition: 1))
        for type in ["Added", "Erased"] {
            let fault = orders.fault(Record("o", #"{"price":1}"#, type: type, partition: 0))
            #expect(fault?.code == .keyInTwoPartitions)
        }
        try orders.writer.commit()
        try orders.reopen()
        #expect(orders.fault(Record("o", nil, partition: 0))?.code == .keyInTwoPartitions)
        let pages = try Model(Definitions.pages, partitions: 2)
        try pages.commit(Record(nil, #"{"page":"p"}"#), Record(nil, #"{"page":"p"}"#, partition: 1))
        #expect(try pages.rows("SELECT page, clicks FROM pages") == ["'p', 2"])
    }
}
