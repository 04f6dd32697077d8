// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// R13: rows that know the version of their last event.
@Suite struct VersionTests {
    static let text = """
        projection: shop
        sources: {stock: {topic: stock, type: header:type}}
        tables:
          stock:
            key: {sku: text}
            columns: {count: integer, note: text}
            on:
              stock:
                Counted: {set: {count: $.count}}
                Added: {set: {count: count + $.count}}
                Removed: delete
        """

    static func versioned(_ text: String = VersionTests.text) throws -> Projection {
        var projection = try Definitions.read(text)
        projection.tables[0].version = EventPath([.field("version")])
        return projection
    }

    private func record(_ type: String?, _ version: Int?, count: Int = 0, key: String = "a") -> Record {
        guard let type else { return Record(key, nil) }
        return Record(key, #"{"version":\#(version.map(String.init) ?? "null"),"count":\#(count)}"#, type: type)
    }

    private func put(_ records: [Record], in model: Model, each: Int, restarts: Bool) throws {
        var rest = records[...]
        while !rest.isEmpty {
            try model.put(Array(rest.prefix(each)))
            rest = rest.dropFirst(each)
            if restarts {
                try model.writer.commit()
                try model.reopen()
            }
        }
        try model.writer.commit()
    }

    @Test("R13: an event whose version is not above the row's changes nothing", arguments: [1, 2, 9], [false, true])
    func stale(each: Int, restarts: Bool) throws {
        let model = try Model(VersionTests.versioned())
        let records = [
            record("Counted", 5, count: 10), record("Counted", 5, count: 11), record("Added", 4, count: 1),
            record("Removed", 3), record("Added", 7, count: 2), record("Added", 6, count: 100),
            record("Counted", -1, count: 3, key: "b"),
        ]
        try put(records, in: model, each: each, restarts: restarts)
        #expect(try model.rows("SELECT sku, count, _version FROM stock") == ["'a', 12, 7", "'b', 3, -1"])
        #expect(try model.position().accounting.applied == 3)
        #expect(try model.position().accounting.ignored == 4)
    }

    @Test(
        "R13: nothing older makes a deleted row again, and something newer does", arguments: [1, 2, 9], [false, true])
    func deleted(each: Int, restarts: Bool) throws {
        let model = try Model(VersionTests.versioned())
        try put(
            [
                record("Counted", 5, count: 10), record("Removed", 8), record("Counted", 7, count: 1),
                record("Counted", 8, count: 2), record("Removed", 9, key: "never"), record("Added", 9, key: "never"),
            ], in: model, each: each, restarts: restarts)
        #expect(try model.table("stock") == [])
        #expect(try model.rows("SELECT * FROM _gone_stock ORDER BY sku") == ["'a', 8", "'never', 9"])
        try put([record("Added", 9, count: 3)], in: model, each: each, restarts: restarts)
        #expect(try model.table("stock") == ["'a', 3, NULL"])
        #expect(try model.rows("SELECT * FROM _gone_stock") == ["'never', 9"])
    }

    @Test(
        "R13: a tombstone deletes a row and forgets its version, and of no row does nothing", arguments: [1, 2, 9],
        [false, true])
    func tombstones(each: Int, restarts: Bool) throws {
        let model = try Model(VersionTests.versioned())
        try put(
            [
                record("Counted", 5, count: 10), record(nil, nil), record("Counted", 1, count: 7),
                record("Removed", 4, key: "b"), record(nil, nil, key: "b"), record("Counted", 4, key: "b"),
                record("Removed", 4, key: "c"), record("Counted", 6, key: "c"), record(nil, nil, key: "c"),
                record("Counted", 1, count: 5, key: "c"),
            ], in: model, each: each, restarts: restarts)
        #expect(try model.rows("SELECT sku, count, _version FROM stock") == ["'a', 7, 1", "'c', 5, 1"])
        #expect(try model.rows("SELECT * FROM _gone_stock") == ["'b', 4"])
    }

    @Test("R13: a version that is missing or no integer is a bad event", arguments: ["null", "1.5", "\"7\"", nil])
    func badVersions(version: String?) throws {
        let model = try Model(VersionTests.versioned())
        let body = version.map { #"{"version":\#($0)}"# } ?? "{}"
        let fault = model.fault(Record("a", body, type: "Counted"))
        #expect(fault?.code == .badValue)
        #expect(fault?.message.contains("$.version") == true)
        if version == nil {
            #expect(fault?.message == "$.version: there is no version, and table stock needs it")
        }
    }

    @Test("R13: whole images have versions too, and a record that is stale for one table may be news to another")
    func replica() throws {
        let text =
            Definitions.customers + """

                  cities: {from: customers, key: {id: integer}, columns: {city: $.address.city text}}
                """
        let model = try Model(VersionTests.versioned(text))
        try model.commit(
            Record("1", #"{"name":"new","version":2,"address":{"city":"A"}}"#),
            Record("1", #"{"name":"old","version":1,"address":{"city":"B"}}"#))
        #expect(try model.table("customers") == ["1, 'new', 'A', NULL"])
        #expect(try model.table("cities") == ["1, 'B'"])
        #expect(try model.position().accounting.applied == 2)
    }

    @Test("R13: versions give the same rows however records fall into transactions and restarts")
    func anyTransactions() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        for round in 0..<20 {
            let records = (0..<60).map { _ in
                record(
                    generator.pick(["Counted", "Added", "Added", "Removed", nil]),
                    Int.random(in: 0...20, using: &generator),
                    count: Int.random(in: 1...9, using: &generator), key: generator.pick(["a", "b"]))
            }
            var rows: [String: (version: Int?, count: Int?)] = [:]
            for record in records {
                let key = record.key ?? ""
                let known = rows[key]
                guard let type = record.type else {
                    if known?.count != nil { rows[key] = nil }
                    continue
                }
                let numbers = (record.value ?? "").split { !$0.isNumber }.compactMap { Int($0) }
                if let version = known?.version, numbers[0] <= version { continue }
                let count = type == "Counted" ? numbers[1] : type == "Removed" ? nil : (known?.count ?? 0) + numbers[1]
                rows[key] = (numbers[0], count)
            }
            let expected = rows.keys.sorted().compactMap { key in rows[key]?.count.map { "'\(key)', \($0), NULL" } }
            for (each, restarts) in [(1, false), (1, true), (7, false), (7, true), (60, false)] {
                let model = try Model(VersionTests.versioned())
                try put(records, in: model, each: each, restarts: restarts)
                #expect(try model.table("stock") == expected, "seed \(seed), round \(round), \(each) \(restarts)")
            }
        }
    }
}
