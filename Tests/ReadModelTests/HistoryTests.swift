// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// R15: what a table's rows were, and when.
@Suite struct HistoryTests {
    static func withHistory(_ text: String) throws -> Projection {
        var projection = try Definitions.read(text)
        projection.tables[0].hasHistory = true
        return projection
    }

    static let names = """
        projection: shop
        sources: {customers: {topic: customers}}
        tables:
          customers: {from: customers, key: {id: integer}, columns: {name: text}}
        """

    static let status = """
        projection: shop
        sources: {orders: {topic: orders, type: header:type}}
        tables:
          orders:
            key: {id: text}
            columns: {status: text, lines: integer}
            on:
              orders:
                Placed: {set: {status: "'placed'"}}
                Named: {set: {status: $.status}}
                Added: {set: {lines: lines + 1}}
                Erased: delete
        """

    /// A time of the year 1970, of so many seconds after its start.
    static func time(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "1970-01-01T00:\(two(seconds / 60)):\(two(seconds % 60)).000000Z"
    }

    private func named(_ name: String?, at seconds: Int, key: String = "1") -> Record {
        Record(key, name.map { #"{"name":"\#($0)"}"# }, timestampMs: Int64(seconds) * 1_000)
    }

    /// The history's rows, with seconds for times.
    private func history(_ model: Model) throws -> [String] {
        try model.rows(
            """
            SELECT name, strftime('%s', valid_from), CASE valid_to WHEN '\(ExpectedHistory.end)' THEN '-'
                ELSE strftime('%s', valid_to) END
            FROM customers_history ORDER BY id, valid_from
            """
        ).map { $0.replacing("'", with: "") }
    }

    @Test("R15: each change ends a version and begins another, also within one batch")
    func steps() throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        try model.put([named("a", at: 10), named("b", at: 20), named("c", at: 30)])
        try model.writer.commit()
        #expect(try history(model) == ["a, 10, 20", "b, 20, 30", "c, 30, -"])
        try model.reopen()
        try model.commit(named("d", at: 40))
        #expect(try history(model) == ["a, 10, 20", "b, 20, 30", "c, 30, 40", "d, 40, -"])
        #expect(try model.table("customers") == ["1, 'd'"])
    }

    @Test("R15: an earlier time counts as the previous one, and equal times replace")
    func backwards() throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        try model.commit(named("a", at: 10), named("b", at: 20), named("c", at: 15), named("d", at: 20))
        #expect(try history(model) == ["a, 10, 20", "d, 20, -"])
        try model.reopen()
        try model.commit(named("e", at: 5))
        #expect(try history(model) == ["a, 10, 20", "e, 20, -"])
    }

    @Test("R15: an event that changes no declared column is no step")
    func unchanged() throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        try model.commit(named("a", at: 10), named("a", at: 20))
        try model.commit(named("a", at: 30))
        #expect(try history(model) == ["a, 10, -"])
        #expect(try model.rows("SELECT _at FROM customers") == ["2"])
    }

    @Test("R15: a delete ends the version, one of no length vanishes, and a row made again begins not before")
    func deletes() throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        try model.commit(named("a", at: 10), named(nil, at: 20), named(nil, at: 30), named("b", at: 15))
        #expect(try history(model) == ["a, 10, 20", "b, 20, -"])
        try model.commit(named(nil, at: 20))
        #expect(try history(model) == ["a, 10, 20"])
        try model.reopen()
        try model.commit(named("c", at: 40), named("d", at: 50), named(nil, at: 45))
        #expect(try history(model) == ["a, 10, 20", "c, 40, 50"])
        #expect(try model.table("customers") == [])
    }

    @Test("R15: a snapshot's first image begins at the beginning of time, its later ones do not")
    func snapshot() throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        let records = [named("a", at: 10), named("b", at: 20)]
        try model.put(records) { batch in
            for index in 0...1 { batch.change(index) { $0.rawFault = 1 } }
        }
        try model.put([named(nil, at: 30), named("c", at: 40)]) { $0.change(1) { $0.rawFault = 1 } }
        try model.writer.commit()
        let rows = try model.rows("SELECT name, valid_from FROM customers_history ORDER BY valid_from")
        #expect(
            rows == [
                "'a', '\(ExpectedHistory.start)'", "'b', '\(HistoryTests.time(20))'", "'c', '\(HistoryTests.time(40))'",
            ])
    }

    @Test("R15: a time that is missing or bad is a bad event, also of a tombstone")
    func badTimes() throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        for record in [Record("1", #"{"name":"a"}"#, timestampMs: -1), Record("1", nil, timestampMs: -1)] {
            let fault = model.fault(record)
            #expect(fault?.code == .badValue)
            #expect(fault?.message == "$time: there is no time, and table customers needs it")
        }
        var projection = try HistoryTests.withHistory(HistoryTests.names)
        projection.sources[0].time = .body(EventPath([.field("at")]))
        let timed = try Model(projection)
        let fault = timed.fault(Record("1", #"{"name":"a","at":"yesterday"}"#))
        #expect(fault?.message.hasPrefix("$time: found") == true)
        try timed.commit(Record("1", #"{"name":"a","at":"2020-01-01T00:00:00+01:00"}"#))
        #expect(try timed.rows("SELECT valid_from FROM customers_history") == ["'2019-12-31T23:00:00.000000Z'"])
    }

    @Test("R15: a history's rows have the table's types and a key that finds a moment")
    func joins() throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        try model.commit(named("a", at: 10), named("b", at: 20))
        let sql = "SELECT name FROM customers_history h WHERE h.id = 1 AND '%' >= h.valid_from AND '%' < h.valid_to"
        for (seconds, names) in [(9, []), (10, ["'a'"]), (19, ["'a'"]), (20, ["'b'"]), (99, ["'b'"])] {
            #expect(try model.rows(sql.replacing("%", with: HistoryTests.time(seconds))) == names)
        }
        let plan = try model.rows("EXPLAIN QUERY PLAN " + sql)
        #expect(plan.allSatisfy { $0.contains("SEARCH h USING PRIMARY KEY (id=? AND valid_from<?)") })
    }

    @Test(
        "R15: the history is what the events say, at every moment, however they fall into transactions",
        arguments: [(1, false), (1, true), (7, false), (7, true), (200, false)])
    func anyTransactions(each: Int, restarts: Bool) throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        for round in 0..<6 {
            let isReplica = round % 2 == 0
            let model = try Model(
                HistoryTests.withHistory(isReplica ? HistoryTests.names : HistoryTests.status),
                isCareful: Bool.random(using: &generator))
            var expected = ExpectedHistory()
            var batch: [Record] = []
            var snapshots: Set<Int> = []
            for number in 1...200 {
                let seconds = Int.random(in: 0...12, using: &generator) + number / 10
                let isSnapshot = Int.random(in: 0..<8, using: &generator) == 0
                let record = random(isReplica, at: seconds, using: &generator)
                if isSnapshot && record.value != nil { snapshots.insert(batch.count) }
                expect(record, isReplica, isSnapshot: isSnapshot, at: HistoryTests.time(seconds), in: &expected)
                batch.append(record)
                guard batch.count == each || number == 200 else { continue }
                try model.put(batch) { batch in for index in snapshots { batch.change(index) { $0.rawFault = 1 } } }
                try model.writer.commit()
                if restarts { try model.reopen() }
                batch = []
                snapshots = []
            }
            let name = isReplica ? "customers" : "orders"
            let found = try model.rows("SELECT * FROM \(name)_history ORDER BY id, valid_from")
            #expect(found == expected.lines, "seed \(seed), round \(round)")
            try checkMoments(model, name, expected)
        }
    }

    private func random(_ isReplica: Bool, at seconds: Int, using generator: inout Seeded) -> Record {
        let key = generator.pick(["1", "2", "3"])
        let time = Int64(seconds) * 1_000
        if isReplica {
            let value = generator.pick([#"{"name":"a"}"#, #"{"name":"long text"}"#, "{}", nil])
            return Record(key, value, timestampMs: time)
        }
        let type = generator.pick(["Placed", "Named", "Added", "Erased", "Other", nil])
        let value = type.map { _ in generator.pick([#"{"status":"x"}"#, "{}"]) }
        return Record(key, value, type: type, timestampMs: time)
    }

    private func expect(
        _ record: Record, _ isReplica: Bool, isSnapshot: Bool, at time: String, in expected: inout ExpectedHistory
    ) {
        let name = record.key ?? ""
        let key = isReplica ? name : "'\(name)'"
        guard let value = record.value else { return expected.take(key, nil, at: time) }
        let text = value.split(separator: "\"").dropFirst(3).first.map { "'\($0)'" } ?? "NULL"
        let old = expected.rows[key] ?? ["NULL", "NULL"]
        let values: [String]?
        switch record.type {
        case nil: values = [text]
        case "Placed": values = ["'placed'", old[1]]
        case "Named": values = [text, old[1]]
        case "Added": values = [old[0], String((Int(old[1]) ?? 0) + 1)]
        case "Erased": values = nil
        default: return
        }
        expected.take(key, values, at: time, isSnapshot: isSnapshot)
    }

    /// At every moment one version while the row is there, none otherwise.
    private func checkMoments(_ model: Model, _ name: String, _ expected: ExpectedHistory) throws {
        for seconds in 0...40 {
            let moment = HistoryTests.time(seconds)
            for (key, versions) in expected.versions {
                let count = try model.rows(
                    """
                    SELECT count(*) FROM \(name)_history
                    WHERE id = \(key) AND '\(moment)' >= valid_from AND '\(moment)' < valid_to
                    """)
                let there = versions.count { $0.from <= moment && moment < $0.to }
                #expect(count == ["\(there)"] && there <= 1)
            }
        }
    }
}
