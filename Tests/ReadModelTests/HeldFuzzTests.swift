// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// Random records, some of them bad, with skips and restarts, against a fold written down independently.
@Suite("Held, fuzzed") struct HeldFuzzTests {
    /// What the rules say of a log with these skips, each key by itself.
    struct Expected: Equatable {
        var rows: [String] = []
        var held: [String] = []
        /// By partition: delivered, applied, without a handler, held, skipped, repeated.
        var accounts: [[Int64]] = [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]
    }

    struct Entry {
        var record: Record
        var offset: Int64
    }

    /// `span`: over how many offsets an id counts as seen; nil if there are none.
    private func expected(_ log: [Entry], skipped: Set<String>, span: Int64?) -> Expected {
        var result = Expected()
        var totals: [String: Int64] = [:]
        var blocked: Set<String> = []
        var seen: [String: Int64] = [:]
        for entry in log {
            let (record, place) = (entry.record, "\(entry.record.partition)@\(entry.offset)")
            let partition = Int(record.partition)
            result.accounts[partition][0] += 1
            if skipped.contains(place) {
                result.accounts[partition][4] += 1
                continue
            }
            var (isRepeated, seenHeld) = (false, false)
            if let span, let id = record.id, record.type != "Unknown" {
                let identity = "\(partition) \(record.key ?? "none") \(id)"
                let before = seen[identity].flatMap { entry.offset - $0 <= span ? $0 : nil }
                isRepeated = before != nil
                // Until it is known what becomes of that one, nobody knows whether to drop this one.
                seenHeld =
                    before.map { place in result.held.contains { $0.hasPrefix("\(partition)@\(place) ") } } ?? false
                seen[identity] = entry.offset
            }
            let waits = record.key.map { blocked.contains($0) } ?? (isRepeated && seenHeld)
            if waits {
                result.held.append(place + " -")
                result.accounts[partition][3] += 1
            } else if record.type == "Unknown" {
                result.accounts[partition][2] += 1
            } else if isRepeated {
                result.accounts[partition][5] += 1
            } else if span != nil, record.id == nil {
                result.held.append(place + " id-missing")
                result.accounts[partition][3] += 1
                if let key = record.key { blocked.insert(key) }
            } else if record.key == nil || record.value?.contains("x") == true {
                result.held.append(place + (record.key == nil ? " bad-key" : " bad-value"))
                result.accounts[partition][3] += 1
                if let key = record.key { blocked.insert(key) }
            } else if let key = record.key {
                result.accounts[partition][1] += 1
                if record.type == "Erased" { totals[key] = nil } else { totals[key, default: 0] += 100 * price(record) }
            }
        }
        result.rows = totals.map { "'\($0.key)', \($0.value)" }.sorted()
        result.held.sort()
        return result
    }

    private func price(_ record: Record) -> Int64 {
        Int64(record.value?.prefix { $0 != "," }.filter(\.isNumber) ?? "") ?? 0
    }

    private func found(_ model: Model) throws -> Expected {
        try model.writer.commit()
        #expect(model.writer.positions.allSatisfy { $0.accounting.isBalanced })
        return Expected(
            rows: try model.rows("SELECT order_id, total FROM orders ORDER BY 1"), held: try model.held(),
            accounts: model.writer.positions.map { position in
                let account = position.accounting
                return [
                    account.delivered, account.applied, account.noHandler, account.held, account.skipped,
                    account.repeated,
                ]
            })
    }

    private func record(_ generator: inout Seeded) -> Record {
        let partition = generator.pick([Int32(0), 1])
        let key = generator.pick(["a", "b", "c", "d", "e"]) + String(partition)
        let isBad = Int.random(in: 0..<12, using: &generator) == 0
        let price = isBad ? #""x""# : String(Int.random(in: 1..<100, using: &generator))
        let type = generator.pick(["Added", "Added", "Added", "Added", "Erased", "Unknown"])
        let hasKey = Int.random(in: 0..<12, using: &generator) > 0
        // An erasure reads nothing of its value, so it is never bad.
        let id = Int.random(in: 0..<(hasKey ? 40 : 8), using: &generator)
        let named = id == 0 ? "" : #","id":"\#(id)""#
        let value = #"{"price":\#(type == "Erased" ? "0" : price)\#(named)}"#
        var record = Record(hasKey ? key : nil, value, type: type, partition: partition)
        record.id = id == 0 ? nil : id
        return record
    }

    /// A model that holds, with or without ids.
    private static func model(span: Int64?) throws -> Model {
        var projection = try Definitions.read(Definitions.orders)
        projection.stopAbove = nil
        if let span {
            projection.sources[0].id = .body(try EventPath(parsing: "$.id"))
            projection.sources[0].repeats = Int(span)
        }
        let model = try Model(projection, partitions: 2)
        model.holds = true
        return model
    }

    @Test(
        "R6, R14, R17, R19: whatever fails, repeats, is skipped or restarted, all is what the rules say",
        arguments: [nil, 25, 400])
    func fuzz(span: Int64?) throws {
        for seed in [UInt64(17), 1_719, 190_606] {
            print("seed \(seed)")
            var generator = Seeded(state: seed)
            let model = try Self.model(span: span)
            model.decisions = try DecisionLog(path: model.file.path + ".decisions")
            try model.reopen()
            var (log, skipped): ([Entry], Set<String>) = ([], [])
            for _ in 0..<120 {
                let records = (0..<Int.random(in: 1..<30, using: &generator)).map { _ in record(&generator) }
                var next = model.writer.positions.map(\.next)
                for record in records {
                    log.append(Entry(record: record, offset: next[Int(record.partition)]))
                    next[Int(record.partition)] += 1
                }
                try model.put(records)
                if generator.pick([true, false]) { try model.writer.commit() }
                for number in 0..<generator.pick([0, 0, 1, 4]) {
                    guard let place = try heldPlace(model, number, &generator) else { break }
                    skipped.insert("\(place.partition)@\(place.offset)")
                    try model.skip(place.offset, partition: place.partition)
                    if generator.pick([true, false, false]) { try interrupt(model) }
                    try model.tend(.decisions, limit: generator.pick([1, 3, 1_000]))
                }
                if generator.pick([true, false, false, false]) { try model.tend(.retryAll, limit: 2) }
                if generator.pick([true, false, false, false]) {
                    try model.writer.commit()
                    try model.reopen()
                }
                #expect(try found(model) == expected(log, skipped: skipped, span: span))
            }
            try compareRebuild(of: model, log, span, &generator)
        }
    }

    /// Begins what is decided, and leaves it.
    private func interrupt(_ model: Model) throws {
        try model.writer.commit()
        try model.writer.tend(HeldTask(.decisions), limit: 1)
        try model.writer.commit()
        try model.reopen()
    }

    /// A held record to skip; after the first of a round one that failed, so that its key goes on.
    private func heldPlace(
        _ model: Model, _ number: Int, _ generator: inout Seeded
    ) throws -> (partition: Int32, offset: Int64)? {
        try model.writer.commit()
        let held = try model.held().filter { !(number > 0 && $0.hasSuffix(" -")) }
        guard !held.isEmpty else { return nil }
        let numbers = generator.pick(held).prefix { $0 != " " }.split(separator: "@")
        return (Int32(numbers[0]) ?? 0, Int64(numbers[1]) ?? 0)
    }

    private func compareRebuild(of model: Model, _ log: [Entry], _ span: Int64?, _ generator: inout Seeded) throws {
        let again = try Self.model(span: span)
        again.decisions = model.decisions
        try again.reopen()
        var rest = log[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1..<200, using: &generator)
            try again.put(rest.prefix(count).map(\.record))
            rest = rest.dropFirst(count)
        }
        #expect(try found(again) == found(model))
        let whole =
            "SELECT topic, partition, \"offset\", key, value, hash, code, message, failed FROM _held ORDER BY 1, 2, 3"
        #expect(try again.rows(whole) == model.rows(whole))
        #expect(
            try again.rows("SELECT order_id, total, _at FROM orders ORDER BY 1")
                == model.rows("SELECT order_id, total, _at FROM orders ORDER BY 1"))
    }
}
