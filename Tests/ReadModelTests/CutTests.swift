// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// R4: rows move when a topic gets more partitions.
@Suite struct CutTests {
    private func customer(_ name: String?, _ partition: Int32, _ offset: Int64, key: String = "1") -> Record {
        Record(key, name.map { #"{"name":"\#($0)"}"# }, partition: partition, offset: offset)
    }

    private func model(_ cuts: [[Int32: Int64]], isCareful: Bool = false) throws -> Model {
        var projection = try Definitions.read(Definitions.customers)
        projection.sources[0].cuts = cuts
        return try Model(projection, partitions: 3, isCareful: isCareful)
    }

    @Test("R4: a row moves to another partition once per cut", arguments: [false, true], [false, true])
    func moves(isCareful: Bool, commits: Bool) throws {
        let model = try model([[0: 10], [0: 20, 1: 5]], isCareful: isCareful)
        func put(_ records: Record...) throws {
            for record in records { try model.put(record) }
            if commits {
                try model.writer.commit()
                try model.reopen(isCareful: isCareful)
            }
        }
        try put(customer("a", 0, 9))
        try put(customer("b", 1, 0))
        #expect(model.fault(customer("late", 0, 12))?.code == .keyInTwoPartitions)
        try put(customer("c", 2, 0))
        #expect(model.fault(customer("late", 1, 6))?.message == "the row of table customers was made by partition 2")
        #expect(model.fault(customer("late", 0, 25))?.code == .keyInTwoPartitions)
        try put(customer(nil, 2, 1), customer("d", 0, 26))
        try model.writer.commit()
        #expect(try model.rows("SELECT name, _at FROM customers") == ["'d', 26"])
    }

    @Test("R4: before the cut, and at places that a cut does not part, a row stays where it is")
    func stays() throws {
        let model = try model([[0: 10, 1: 10]])
        try model.put(customer("a", 0, 9))
        #expect(model.fault(customer("b", 1, 9))?.code == .keyInTwoPartitions)
        try model.put(customer("c", 0, 10))
        #expect(model.fault(customer("d", 1, 10))?.code == .keyInTwoPartitions)
        #expect(model.fault(customer("d", 2, 0))?.code == .keyInTwoPartitions)
        #expect(try self.model([]).projection.sources[0].cuts.isEmpty)
    }

    @Test("R4: another partition's tombstone after the cut deletes the row")
    func deletes() throws {
        let model = try model([[0: 10]])
        try model.commit(customer("a", 0, 9), customer("b", 0, 9, key: "2"))
        try model.commit(customer(nil, 1, 0))
        #expect(try model.table("customers") == ["2, 'b', NULL, NULL"])
    }

    @Test("R4: cuts that were decided count as those that the source names")
    func decided() throws {
        let model = try Model(Definitions.customers, partitions: 2)
        let writer = try ModelWriter(file: model.file, projection: model.projection, cuts: [[[0: 1]]])
        let decoder = RecordDecoder(plan: writer.plans[0])
        let batch = EventBatch()
        for (partition, name) in [(0, "a"), (1, "b")] {
            let (key, value) = (Array("1".utf8), Array(#"{"name":"\#(name)"}"#.utf8))
            unsafe decoder.decode(
                key: key.span.bytes, value: value.span.bytes, offset: 0, timestampMs: 0, partition: UInt16(partition),
                into: batch)
        }
        try writer.apply(batch)
        try writer.commit()
        #expect(try model.table("customers") == ["1, 'b', NULL, NULL"])
    }
}
