// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Inserts, updates, deletes and changes of key of items, by chance and in transactions of many sizes.
struct ItemChanges {
    /// Ids come from a range in which they are soon used again.
    private static let ids = 0..<2_000
    private static let transactionMax = 40

    /// The records that Debezium makes of all changes so far.
    private(set) var records = 0
    private var random: SeededGenerator
    private var live: [Int] = []
    private var free = Array(ids)

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The SQL of the next changes.
    mutating func next(_ count: Int) -> String {
        var lines: [String] = []
        var left = count
        while left > 0 {
            let size = min(left, Int.random(in: 1...Self.transactionMax, using: &random))
            lines.append("BEGIN;")
            for _ in 0..<size { lines.append(change()) }
            lines.append("COMMIT;")
            left -= size
        }
        return lines.joined(separator: "\n")
    }

    private mutating func change() -> String {
        let dice = Int.random(in: 0..<100, using: &random)
        if live.isEmpty || (dice < 35 && !free.isEmpty) { return insert() }
        if dice < 75 || free.isEmpty { return update() }
        return dice < 90 ? delete() : move()
    }

    private mutating func insert() -> String {
        let id = Self.take(&free, &random)
        live.append(id)
        records += 1
        return "INSERT INTO items(id, name, amount, at, doc, flag) VALUES (\(id), \(values()));"
    }

    private mutating func update() -> String {
        let id = live[Int.random(in: 0..<live.count, using: &random)]
        records += 1
        return "UPDATE items SET (name, amount, at, doc, flag) = (\(values())) WHERE id = \(id);"
    }

    /// A delete is a record and a tombstone.
    private mutating func delete() -> String {
        let id = Self.take(&live, &random)
        free.append(id)
        records += 2
        return "DELETE FROM items WHERE id = \(id);"
    }

    /// A changed key is a delete, a tombstone and a create.
    private mutating func move() -> String {
        let (old, new) = (Self.take(&live, &random), Self.take(&free, &random))
        live.append(new)
        free.append(old)
        records += 3
        return "UPDATE items SET id = \(new) WHERE id = \(old);"
    }

    private static func take(_ ids: inout [Int], _ random: inout SeededGenerator) -> Int {
        ids.swapAt(Int.random(in: 0..<ids.count, using: &random), ids.count - 1)
        return ids.removeLast()
    }

    private mutating func values() -> String {
        let number = Int.random(in: 0..<1_000_000, using: &random)
        let micros = Int.random(in: 0..<4_000_000_000_000_000, using: &random)
        return [
            nullable("'name \(number) é'"), nullable("\(number - 500_000) / 100.0"),
            nullable("timestamptz '1960-01-01 00:00+00' + \(micros) * interval '1 microsecond'"),
            nullable("'{\"n\": \(number), \"list\": [1, null]}'"), nullable(number % 2 == 0 ? "true" : "false"),
        ].joined(separator: ", ")
    }

    /// One value of ten is NULL.
    private mutating func nullable(_ value: String) -> String {
        Int.random(in: 0..<10, using: &random) == 0 ? "NULL" : value
    }
}
