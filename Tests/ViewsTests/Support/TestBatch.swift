// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The events of one transaction: for each table, in the order of writing, the last row of each key or its end.
struct TestBatch: CustomStringConvertible {
    struct Event {
        var key: [TestValue]
        /// nil for a delete.
        var row: [TestValue]?
    }

    var tables: [(name: String, events: [Event])]

    static func random(_ random: inout SeededRandom, count: Int? = nil) -> TestBatch {
        var found: [String: [[TestValue]: [TestValue]?]] = [:]
        for _ in 0..<(count ?? random.pick([1, 1, 2, 4, 10, 30])) {
            let table = TestTable.all[random.pick([0, 0, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5])]
            let row = table.row(&random)
            found[table.name, default: [:]][Array(row.prefix(table.keyCount))] = random.isTrue(0.3) ? .some(nil) : row
        }
        let names = found.keys.sorted().shuffled(using: &random)
        return TestBatch(
            tables: names.map { name in
                let events = (found[name] ?? [:]).map { Event(key: $0.key, row: $0.value) }
                return (name, events.sorted { "\($0.key)" < "\($1.key)" })
            })
    }

    var description: String {
        tables.map { name, events in
            name + ": " + events.map { $0.row.map { "\($0)" } ?? "delete \($0.key)" }.joined(separator: " ")
        }.joined(separator: "; ")
    }
}
