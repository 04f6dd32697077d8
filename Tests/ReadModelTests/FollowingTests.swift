// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import SQLite
import Testing

/// What a follower is told of, against the rows before and after.
@Suite("Following") struct FollowingTests {
    /// Tables of every kind, with and without what stands beside them.
    static let text = """
        projection: shop
        held: {stop_above: off}
        sources:
          customers: {topic: customers}
          orders: {topic: orders, type: header:type}
          clicks: {topic: clicks}
        tables:
          customers: {from: customers, key: {id: integer}, columns: {name: text, credit: decimal(2)}, history: true}
          plain: {from: customers, key: {id: integer}, columns: {name: text, credit: decimal(2)}}
          images: {from: customers, append: true, columns: {name: text, id: $key integer}}
          orders:
            key: {order_id: text}
            columns: {status: text, total: decimal(2), weight: real}
            history: true
            index: [status]
            on:
              orders:
                Placed: {set: {status: "'placed'", total: $.total}}
                Added: {set: {total: total + $.total, weight: weight + $.weight}}
                Erased: delete
          versioned:
            key: {order_id: text}
            columns: {total: decimal(2)}
            version: $.version
            on:
              orders:
                Added: {set: {total: $.total}}
                Erased: delete
          order_lines:
            key: {order_id: text, sku: $each.sku text}
            columns: {quantity: integer}
            on:
              orders:
                Placed: {each: $.items, set: {quantity: $each.quantity}}
                Replaced: {each: $.items, replace: true, set: {quantity: $each.quantity}}
                Erased: delete
          pages:
            key: {page: $.page text}
            columns: {clicks: integer, last_at: timestamp}
            on: {clicks: {"*": {set: {clicks: clicks + 1, last_at: "max(last_at, $time)"}}}}
        """

    private var numbers: [String] { ["0", "1", "2.5", "-1", "null"] }

    private func record(_ generator: inout Seeded, _ time: Int) -> Record {
        let at = Int64(max(0, time + generator.pick([-20, -1, 0, 0, 0, 1]))) * 1_000
        let id = String(Int.random(in: 1...6, using: &generator))
        let isBad = Int.random(in: 0..<25, using: &generator) == 0
        switch Int.random(in: 0..<8, using: &generator) {
        case 0...2:
            if Int.random(in: 0..<4, using: &generator) == 0 { return Record(id, nil, timestampMs: at) }
            let name = generator.pick(["\"a\"", "\"\"", "\"e\u{301}\"", "null"])
            let credit = isBad ? "\"x\"" : generator.pick(numbers)
            return Record(id, #"{"name":\#(name),"credit":\#(credit)}"#, timestampMs: at)
        case 3: return Record(nil, #"{"page":"\#(id)"}"#, source: 2, timestampMs: at)
        default:
            let type = generator.pick(["Placed", "Placed", "Added", "Added", "Replaced", "Replaced", "Erased", nil])
            guard let type else { return Record("o" + id, nil, source: 1, timestampMs: at) }
            let items = (0..<generator.pick([0, 1, 2, 3])).map { _ in
                #"{"sku":"\#(generator.pick(["p", "q", "r"]))","quantity":\#(generator.pick(["0", "1", "null"]))}"#
            }
            let value = """
                {"total":\(isBad ? "\"x\"" : generator.pick(numbers)),"weight":\(generator.pick(numbers)),\
                "version":\(Int.random(in: 0..<50, using: &generator)),"items":[\(items.joined(separator: ","))]}
                """
            return Record("o" + id, value, type: type, source: 1, timestampMs: at)
        }
    }

    private func batch(_ generator: inout Seeded, _ time: Int) -> [Record] {
        (0..<Int.random(in: 1..<30, using: &generator)).map { _ in record(&generator, time) }
    }

    /// Records of customers, of which the first empties the tables.
    private func truncating(_ generator: inout Seeded, _ time: Int) -> [Record] {
        [Record("0", nil, timestampMs: Int64(time) * 1_000)] + batch(&generator, time)
    }

    private func follow(_ model: Model) throws -> DeltaSpy {
        var spy: DeltaSpy?
        try model.writer.follow { connection in
            let made = try DeltaSpy(model.projection, on: connection)
            spy = made
            return made
        }
        return try #require(spy)
    }

    @Test("R20: what is told is the difference between the rows before and after", arguments: [false, true])
    func fuzz(isCareful: Bool) throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let model = try Model(Definitions.read(Self.text), isCareful: isCareful)
        model.holds = true
        model.decisions = try DecisionLog(path: model.file.path + ".decisions")
        try model.reopen(isCareful: isCareful)
        var spy = try follow(model)
        var steps = 0
        for round in 0..<150 {
            if Int.random(in: 0..<8, using: &generator) == 0 {
                try model.put(truncating(&generator, round)) { $0.makeTruncate(0, keepsCells: true) }
            } else {
                try model.put(batch(&generator, round))
            }
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: try model.tend(.retryAll, limit: 2)
            case 1: try skipOne(model)
            case 2:
                steps += spy.steps
                try model.reopen(isCareful: isCareful)
                spy = try follow(model)
            default: try model.writer.commit()
            }
        }
        #expect(steps + spy.steps > 300, "seed \(seed)")
    }

    /// Skips a held record, so that those behind it are applied.
    private func skipOne(_ model: Model) throws {
        try model.writer.commit()
        guard let first = try HeldReader(model.file).keys(limit: 1).first,
            let log = model.decisions
        else { return }
        try log.add(
            .skip(
                topic: first.topic, partition: first.partition, offset: first.offset, hash: first.hash,
                reason: "a test"))
        try model.tend(.decisions)
    }

    @Test("R20: what a follower refuses is rolled back, and runs again without it")
    func refused() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let (model, twin) = (try Model(Self.text), try Model(Self.text))
        (model.holds, twin.holds) = (true, true)
        for round in 0..<40 {
            let spy = try follow(model)
            let records = batch(&generator, round)
            spy.refusesAfter = Int.random(in: 0..<6, using: &generator)
            do {
                try model.put(records)
                try model.writer.commit()
            } catch is DeltaSpy.Refusal {
                try model.reopen()
                try model.put(records)
                try model.writer.commit()
            }
            try model.reopen()
            try twin.put(records)
            try twin.writer.commit()
            for relation in spy.relations {
                let all = "SELECT * FROM \"\(relation.name)\" ORDER BY 1, 2"
                #expect(try model.rows(all) == twin.rows(all))
            }
        }
    }
}
