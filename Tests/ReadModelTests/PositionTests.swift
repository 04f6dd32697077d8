// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Foundation
import ReadModel
import SQLite
import Testing

@Suite struct PositionTests {
    /// What is done at a point of a transaction; set after the writer was made.
    private final class Camera {
        var onPoint: (ModelWriter.Point) -> Void = { _ in }
    }

    private let placed = Record("o", #"{"total":1}"#, type: "Placed")

    @Test("R1: next and done commit with the rows; what was not committed is gone with its writer")
    func together() throws {
        let model = try Model(Definitions.orders)
        try model.commit(placed)
        try model.put(Record("p", "{}", type: "Placed"))
        model.writer.reachedEnd(partition: 0, offset: 9)
        #expect(model.writer.hasChanges)
        try model.reopen()
        #expect(!model.writer.hasChanges)
        #expect(try model.rows("SELECT order_id FROM orders") == ["'o'"])
        #expect(try model.rows("SELECT next, done FROM _positions") == ["1, 1"])
        try model.put(Record("p", "{}", type: "Placed", offset: 4))
        model.writer.reachedEnd(partition: 0, offset: 7)
        model.writer.reachedEnd(partition: 0, offset: 6)
        try model.writer.commit()
        #expect(try model.rows("SELECT next, done FROM _positions") == ["5, 7"])
    }

    @Test("R1: whoever is killed at any point of a transaction leaves rows and position of one and the same moment")
    func killed() throws {
        let images = try TemporaryFolder()
        let projection = try Definitions.read(Definitions.orders)
        let camera = Camera()
        let model = try Model(projection) { camera.onPoint($0) }
        try model.commit(placed)
        var taken: [ModelWriter.Point] = []
        camera.onPoint = { point in
            taken.append(point)
            // Another process copies the files, since closing one here would drop SQLite's locks on it.
            let copy = Process()
            copy.executableURL = URL(fileURLWithPath: "/bin/cp")
            copy.arguments = [model.file.path, model.file.path + "-wal", images.path]
            try? copy.run()
            copy.waitUntilExit()
            let path = images.path + "/shop.g1.sqlite"
            #expect(copy.terminationStatus == 0)
            let rows = try? Model.rows("SELECT total, next FROM orders, _positions", in: path)
            #expect(rows == [point == .committed || point == .checkpoint ? "300, 2" : "100, 1"], "\(point)")
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        try model.put(Record("o", #"{"price":2}"#, type: "Added"))
        try model.writer.commit()
        #expect(try model.writer.checkpoint(truncating: true))
        #expect(taken == [.begun, .rowsWritten, .positionsWritten, .committed, .checkpoint])
    }

    @Test("a position that another writer moved fences this one off, and nothing of its transaction stays")
    func fenced() throws {
        let model = try Model(Definitions.orders)
        try model.commit(placed)
        let other = try ModelWriter(file: model.file, projection: model.projection, isCareful: false, onPoint: { _ in })
        other.reachedEnd(partition: 0, offset: 5)
        try other.commit()
        try model.put(Record("p", "{}", type: "Placed"))
        let error = #expect(throws: ReadModelError.self) { try model.writer.commit() }
        #expect(error?.code == .fenced)
        #expect(error?.message == "another writer moved orders/0@1")
        #expect(try model.rows("SELECT order_id FROM orders") == ["'o'"])
        #expect(try model.rows("SELECT next, done, delivered FROM _positions") == ["1, 5, 1"])
    }

    @Test("R6: delivered = applied + ignored + held + skipped, per partition, whatever comes")
    func accounting() throws {
        let seed: UInt64 = 6_006
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let model = try Model(Definitions.orders, partitions: 2)
        var delivered = [0, 0]
        for _ in 0..<600 {
            let partition: Int32 = generator.pick([0, 1])
            let key = generator.pick(["a", "b"]) + String(partition)
            let value = generator.pick(["{}", #"{"price":1}"#, #"{"price":"x"}"#, "no JSON", nil])
            let type = generator.pick(["Placed", "Added", "Shipped", "Erased", nil])
            let record = Record(generator.pick([key, key, key, nil]), value, type: type, partition: partition)
            do {
                try model.put(record)
                delivered[Int(partition)] += 1
            } catch is ModelWriter.StoppedRecord {}
            #expect(model.writer.positions.allSatisfy { $0.accounting.isBalanced })
            #expect(model.writer.positions.map(\.accounting.delivered) == delivered.map { Int64($0) })
            #expect(model.writer.positions.map(\.next) == delivered.map { Int64($0) })
            if generator.pick([true, false, false, false]) { try model.writer.commit() }
        }
        try model.writer.commit()
        let positions = model.writer.positions
        #expect(positions.allSatisfy { $0.accounting.applied > 0 && $0.accounting.ignored > 0 })
        try model.reopen()
        #expect(model.writer.positions == positions)
    }

    @Test("R3: a generation stores the partitions it knows, and the offset that each was built from")
    func knownPartitions() throws {
        let model = try Model(Definitions.orders)
        try model.writer.add([
            PartitionPosition(topic: "orders", partition: 2, source: 0, first: 40),
            PartitionPosition(topic: "orders", partition: 1, source: 0, first: 7),
        ])
        try model.commit(Record("x", "{}", type: "Placed", partition: 2))
        try model.reopen()
        #expect(model.writer.positions.map(\.partition) == [0, 1, 2])
        #expect(model.writer.positions.map(\.first) == [0, 7, 40])
        #expect(model.writer.positions.map(\.next) == [0, 7, 41])
        #expect(try model.position(2).place(of: 40) == "orders/2@40")
    }

    @Test("R2: the witnesses are the last delivered record and older ones at growing ages")
    func ladder() throws {
        var ladder = WitnessLadder()
        let count: Int64 = 600_000
        for offset in 0..<count {
            _ = ladder.add(Witness(offset: offset, timestampMs: offset, hash: UInt64(offset)))
        }
        #expect(ladder.all.count <= WitnessLadder.stepCount)
        #expect(ladder.all.count >= 6)
        let ages = ladder.all.map { count - 1 - $0.offset }
        #expect(ages[0] == 0)
        #expect(zip(ages, ages.dropFirst()).allSatisfy { $0 < $1 })
        var reach: Int64 = 1
        for age in ages {
            #expect(age <= 3 * reach)
            reach *= 8
        }
        #expect(ages.last ?? 0 > count / 64)
        var sparse = WitnessLadder()
        for offset: Int64 in [0, 1_000_000, 2_000_000, 2_000_001] {
            _ = sparse.add(Witness(offset: offset, timestampMs: 0, hash: 0))
        }
        #expect(sparse.all.map(\.offset).first == 2_000_001)
        #expect(sparse.all.map(\.offset).last == 0)
    }

    @Test("R2: the file holds the witnesses that the writer has, whenever it commits")
    func storedWitnesses() throws {
        let seed: UInt64 = 2_002
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let model = try Model(Definitions.orders)
        var offset: Int64 = 0
        for _ in 0..<400 {
            try model.put(Record("o", "{}", type: "Placed", offset: offset))
            model.writer.witness(
                partition: 0, Witness(offset: offset, timestampMs: -offset, hash: UInt64.max - UInt64(offset)))
            offset += generator.pick([1, 1, 1, 7, 90, 1_000])
            guard generator.pick([true, false, false]) else { continue }
            try model.writer.commit()
            let expected = model.writer.positions
            if generator.pick([true, false, false]) { try model.reopen() }
            #expect(model.writer.positions == expected)
        }
        #expect(try model.position().witnesses.all.count > 4)
    }

    @Test("R2: a record that stopped the projection is no witness")
    func noWitness() throws {
        let model = try Model(Definitions.orders)
        model.writer.witness(partition: 0, Witness(offset: 0, timestampMs: 0, hash: 0))
        #expect(try model.position().witnesses.all == [])
    }
}
