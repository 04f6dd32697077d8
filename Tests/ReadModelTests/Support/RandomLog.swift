// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// A random log of three topics, and what a plain fold makes of it.
struct RandomLog {
    static let partitions: Int32 = 2
    static let text = """
        projection: shop
        sources:
          customers: {topic: customers}
          orders: {topic: orders, type: header:type}
          clicks: {topic: clicks, type: $.type}
        tables:
          customers: {from: customers, key: {id: integer}, columns: {name: text}, index: [name]}
          orders:
            key: {id: text}
            history: true
            columns: {status: text, lines: integer}
            index: ["status, lines DESC"]
            on:
              orders:
                Placed: {set: {status: "'placed'"}}
                Named: {set: {status: $.status}}
                Added: {set: {lines: lines + 1}}
                Erased: delete
          pages:
            key: {page: $.page text}
            columns: {views: integer, longest: integer}
            on:
              clicks:
                Viewed: {set: {views: views + 1, longest: "max(longest, $.seconds)"}}
        """

    /// By source and partition, in order.
    private var logs: [[Record]] = Array(repeating: [], count: 3 * Int(partitions))
    private var customers: [Int: String] = [:]
    private var orders: [String: (status: String?, lines: Int?)] = [:]
    private var pages: [String: (views: Int, longest: Int)] = [:]

    init(events: Int, using random: inout Seeded) {
        for number in 0..<events { add(number, using: &random) }
    }

    private mutating func add(_ number: Int, using random: inout Seeded) {
        let key = Int.random(in: 0..<40, using: &random)
        let partition = Int32(key) % Self.partitions
        var record: Record
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            let name = Int.random(in: 0..<5, using: &random) == 0 ? nil : "n\(number)"
            customers[key] = name
            record = Record(String(key), name.map { #"{"name":"\#($0)"}"# })
        case 1:
            record = order("o\(key)", using: &random)
            record.source = 1
        default:
            let (page, seconds) = ("p\(key % 7)", Int.random(in: 0..<100, using: &random))
            let known = pages[page] ?? (0, 0)
            pages[page] = (known.views + 1, max(known.longest, seconds))
            record = Record(String(key), #"{"type":"Viewed","page":"\#(page)","seconds":\#(seconds)}"#)
            record.source = 2
        }
        record.partition = partition
        record.timestampMs = Int64(number) * 1_000
        logs[record.source * Int(Self.partitions) + Int(partition)].append(record)
    }

    private mutating func order(_ id: String, using random: inout Seeded) -> Record {
        let known = orders[id] ?? (nil, nil)
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            orders[id] = ("placed", known.lines)
            return Record(id, "{}", type: "Placed")
        case 1:
            let status = "s\(Int.random(in: 0..<9, using: &random))"
            orders[id] = (status, known.lines)
            return Record(id, #"{"status":"\#(status)"}"#, type: "Named")
        case 2:
            orders[id] = nil
            return Record(id, "{}", type: "Erased")
        default:
            orders[id] = (known.status, (known.lines ?? 0) + 1)
            return Record(id, "{}", type: "Added")
        }
    }

    /// All records, partitions in a random order among each other.
    func shuffled(using random: inout Seeded) -> [Record] {
        var rest = logs.map { $0[...] }
        var records: [Record] = []
        while let place = rest.indices.filter({ !rest[$0].isEmpty }).randomElement(using: &random) {
            let count = min(rest[place].count, Int.random(in: 1...20, using: &random))
            records += rest[place].prefix(count)
            rest[place] = rest[place].dropFirst(count)
        }
        return records
    }

    /// What the plain fold has of each table, as `Model.table` shows it, unordered.
    var rows: [Set<String>] {
        [
            Set(customers.map { "\($0.key), '\($0.value)'" }),
            Set(
                orders.map { id, row in
                    let lines = row.lines.map { "\($0)" } ?? "NULL"
                    return "'\(id)', \(row.status.map { "'\($0)'" } ?? "NULL"), \(lines)"
                }),
            Set(pages.map { "'\($0.key)', \($0.value.views), \($0.value.longest)" }),
        ]
    }
}
