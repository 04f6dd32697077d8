// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// Tables to which each record adds a row.
@Suite struct AppendTests {
    /// A table of customers' images, then all of them as they came.
    private func appended() throws -> Projection {
        var projection = try Definitions.read(Definitions.customers)
        projection.tables[0].kind = .append
        projection.tables[0].key = []
        return projection
    }

    private func rows(_ model: Model) throws -> [String] {
        try model.rows("SELECT name, credit, _at FROM customers ORDER BY _at")
    }

    @Test("R25: an append table has a row a record, named by partition and offset")
    func eachRecord() throws {
        let model = try Model(appended(), partitions: 2)
        try model.put([
            Record("1", #"{"name":"a","credit":1}"#), Record("1", #"{"name":"b"}"#),
            Record(nil, #"{"name":"c"}"#, partition: 1), Record("not a number", "{}"),
        ])
        try model.writer.commit()
        let second = Int64(1) << 48
        #expect(try rows(model) == ["'a', 100, 0", "'b', NULL, 1", "NULL, NULL, 2", "'c', NULL, \(second)"])
        #expect(try model.position().accounting.applied == 3)
    }

    @Test func `a record without a value adds no row`() throws {
        let model = try Model(appended())
        try model.commit(Record("1", #"{"name":"a"}"#), Record("1", nil))
        #expect(try rows(model) == ["'a', NULL, 0"])
        #expect(try model.position().accounting.ignored == 1)
    }

    @Test func `a value that does not fit stops the record, and one that was not sent too`() throws {
        let model = try Model(appended())
        #expect(model.fault(Record("1", #"{"name":"a","credit":"x"}"#))?.code == .badValue)
        let stopped = #expect(throws: ModelWriter.StoppedRecord.self) {
            try model.put([Record("1", #"{"name":"?"}"#)]) { $0.makeUnavailable("?") }
        }
        #expect(stopped?.fault.code == .valueUnavailable)
        try model.writer.commit()
        #expect(try rows(model) == [])
    }

    @Test func `a record that comes again adds nothing, and rows outlive restarts`() throws {
        let model = try Model(appended())
        try model.commit(Record("1", #"{"name":"a"}"#))
        try model.reopen()
        try model.commit(Record("1", #"{"name":"b"}"#, offset: 0), Record("1", #"{"name":"c"}"#))
        #expect(try rows(model) == ["'a', NULL, 0", "'c', NULL, 1"])
    }

    @Test func `what was not committed is not there, and a fault in another table adds no row`() throws {
        var projection = try appended()
        projection.tables.append(try Definitions.read(Definitions.customers).tables[0])
        projection.tables[1].name = "images"
        let model = try Model(projection)
        try model.put(Record("1", #"{"name":"a"}"#))
        #expect(model.fault(Record("x", #"{"name":"b"}"#))?.code == .badKey)
        try model.writer.commit()
        try model.put(Record("2", #"{"name":"c"}"#))
        try model.reopen()
        #expect(try rows(model) == ["'a', NULL, 0"])
        #expect(try model.table("images") == ["1, 'a', NULL, NULL"])
    }
}
