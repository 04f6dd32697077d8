// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// Random events with arrays, folded by the writer and by dictionaries.
@Suite struct ElementFuzzTests {
    /// One element of an event.
    private struct Item {
        var sku: String
        var key: [UInt8] { Array(sku.utf8) }
        var quantity: Int?
        var note: String?

        var json: String {
            let fields = [
                "\"sku\":\"\(sku)\"", quantity.map { "\"quantity\":\($0)" },
                note.map { "\"note\":{\"text\":\"\($0)\"}" },
            ]
            return "{\(fields.compactMap { $0 }.joined(separator: ","))}"
        }
    }

    private struct Event {
        /// Nil for a tombstone.
        var type: String?
        var order: String
        var items: [Item]
        var isBad: Bool

        var record: Record {
            guard let type else { return Record(order, nil) }
            let bad = isBad ? ["{\"sku\":null}"] : []
            return Record(order, "{\"items\":[\((items.map(\.json) + bad).joined(separator: ","))]}", type: type)
        }
    }

    private struct Row {
        var quantity: Int?
        var place: Int?
        var note: String?
    }

    /// The fold as the rules say it, one element after the other.
    private struct Reference {
        var orders: [[UInt8]: [[UInt8]: Row]] = [:]

        mutating func apply(_ event: Event) {
            var rows = orders[Array(event.order.utf8), default: [:]]
            switch event.type {
            case "Placed", "Replaced":
                for (place, item) in event.items.enumerated() {
                    rows[item.key, default: Row()].quantity = item.quantity
                    rows[item.key, default: Row()].place = place
                }
                let named = Set(event.items.map(\.key))
                if event.type == "Replaced" { rows = rows.filter { named.contains($0.key) } }
            case "Added":
                for item in event.items {
                    var row = rows[item.key] ?? Row()
                    if let quantity = item.quantity { row.quantity = (row.quantity ?? 0) + quantity }
                    rows[item.key] = row
                }
            case "Noted":
                for item in event.items {
                    var row = rows[item.key] ?? Row()
                    row.note = item.note.map { (row.note ?? "") + $0 + "Noted" }
                    rows[item.key] = row
                }
            case "Removed": for item in event.items { rows[item.key] = nil }
            default: rows = [:]
            }
            orders[Array(event.order.utf8)] = rows
        }

        /// The rows as bytes, since Swift takes texts for equal that are not (R12).
        var lines: [[UInt8]] {
            orders.flatMap { order, rows in
                rows.map { sku, row in
                    let note = row.note.map { "'\($0)'" } ?? "NULL"
                    let numbers = [row.quantity, row.place].map { $0.map(String.init) ?? "NULL" }
                    let names = [order, sku].map { String(decoding: $0, as: UTF8.self) }
                    return Array("'\(names[0])', '\(names[1])', \(numbers[0]), \(numbers[1]), \(note)".utf8)
                }
            }.sorted { $0.lexicographicallyPrecedes($1) }
        }
    }

    private func event(using generator: inout Seeded) -> Event {
        let types = [
            "Placed", "Replaced", "Replaced", "Added", "Added", "Noted", "Removed", "Erased", nil,
        ]
        let type = generator.pick(types)
        let count = generator.pick([0, 1, 1, 2, 3, 4, 8])
        let items = (0..<count).map { _ in
            Item(
                sku: generator.pick(["a", "b", "c", "\u{e9}", "e\u{301}", "", "sku 7", "sku 8", "sku 9"]),
                quantity: generator.pick([nil, 0, 1, -5, 1_000]),
                note: generator.pick([nil, "", "n", "a longer note of more bytes"]))
        }
        let isBad = type != nil && type != "Erased" && Int.random(in: 0..<12, using: &generator) == 0
        return Event(
            type: type, order: generator.pick(["o", "o1", "p", "q", "r"]), items: items, isBad: isBad)
    }

    @Test("R16: any events in any batches end as their elements one after the other do", arguments: [1, 7, 400])
    func fuzz(cut: Int) throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let model = try Model(OrderLines.projection(orders: false))
        var reference = Reference()
        var batch: [Event] = []
        var refused = 0
        for number in 0..<800 {
            let next = event(using: &generator)
            batch.append(next)
            guard next.isBad || batch.count == cut || number == 799 else { continue }
            if next.isBad {
                refused += 1
                #expect(throws: ModelWriter.StoppedRecord.self) { try model.put(batch.map(\.record)) }
            } else {
                try model.put(batch.map(\.record))
            }
            for event in batch where !event.isBad { reference.apply(event) }
            batch = []
            if Bool.random(using: &generator) || number == 799 { try model.writer.commit() } else { continue }
            let rows = try model.rows("SELECT order_id, sku, quantity, place, note FROM order_lines")
            let found = rows.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
            try #require(found == reference.lines, "seed \(seed), event \(number)")
            if Int.random(in: 0..<3, using: &generator) == 0 { try model.reopen() }
        }
        #expect(refused > 10)
    }
}
