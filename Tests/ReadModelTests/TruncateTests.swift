// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// R18: records that empty a table.
@Suite struct TruncateTests {
    private let two = [
        Record("1", #"{"name":"a"}"#, timestampMs: 1_000), Record("2", #"{"name":"b"}"#, timestampMs: 2_000),
    ]

    /// A record that empties the table, and another after it.
    private func truncate(_ model: Model, at ms: Int64, then next: Record, keepsCells: Bool = false) throws {
        try model.put([Record("0", nil, timestampMs: ms), next]) { $0.makeTruncate(0, keepsCells: keepsCells) }
    }

    @Test(
        "R18: a truncate empties the source's tables at its place in the order", arguments: [false, true],
        [false, true])
    func empties(isCareful: Bool, commits: Bool) throws {
        var projection = try Definitions.read(Definitions.customers)
        projection.tables.append(projection.tables[0])
        projection.tables[1].name = "images"
        projection.tables[1].kind = .append
        projection.tables[1].key = []
        let model = try Model(projection, isCareful: isCareful)
        try model.put(two)
        if commits { try model.writer.commit() }
        try truncate(model, at: 0, then: Record("2", #"{"name":"c"}"#))
        try model.writer.commit()
        #expect(try model.table("customers") == ["2, 'c', NULL, NULL"])
        #expect(try model.rows("SELECT name FROM images ORDER BY _at") == ["'a'", "'b'", "'c'"])
        #expect(try model.position().accounting.applied == 4)
    }

    @Test("R18: a truncate that is not committed empties nothing")
    func rollsBack() throws {
        let model = try Model(Definitions.customers)
        try model.put(two)
        try model.writer.commit()
        try truncate(model, at: 0, then: Record("2", #"{"name":"c"}"#))
        try model.reopen()
        #expect(try model.table("customers").count == 2)
    }

    @Test("R15: a truncate ends all open versions at its time", arguments: [false, true], [false, true])
    func endsVersions(commits: Bool, keepsCells: Bool) throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        try model.put(two + [Record("3", #"{"name":"d"}"#, timestampMs: 9_000)])
        if commits { try model.writer.commit() }
        try truncate(model, at: 5_000, then: Record("2", #"{"name":"c"}"#, timestampMs: 3_000), keepsCells: keepsCells)
        try model.writer.commit()
        #expect(
            try model.rows("SELECT name, valid_from, valid_to FROM customers_history ORDER BY id, valid_from") == [
                "'a', '\(HistoryTests.time(1))', '\(HistoryTests.time(5))'",
                "'b', '\(HistoryTests.time(2))', '\(HistoryTests.time(5))'",
                "'c', '\(HistoryTests.time(5))', '\(ExpectedHistory.end)'",
            ])
        #expect(try model.table("customers") == ["2, 'c'"])
    }

    @Test("R18: several partitions have no common order, so a truncate stops them")
    func severalPartitions() throws {
        let model = try Model(Definitions.customers, partitions: 2)
        let stopped = #expect(throws: ModelWriter.StoppedRecord.self) { try truncate(model, at: 0, then: two[0]) }
        #expect(stopped?.fault.code == .truncateUnordered)
        #expect(stopped?.offset == 0)
        let pages = try Model(Definitions.pages, partitions: 2)
        try truncate(pages, at: 0, then: Record(nil, #"{"page":"p"}"#))
        #expect(try pages.position().accounting.ignored == 1)
    }
}
