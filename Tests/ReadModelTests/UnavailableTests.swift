// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import ReadModel
import Testing

/// R18: values that a source did not send, since they did not change.
@Suite struct UnavailableTests {
    private func put(_ model: Model, _ records: Record...) throws {
        try model.put(records) { $0.makeUnavailable("?") }
    }

    private func fault(_ model: Model, _ record: Record) -> RecordFault? {
        #expect(throws: ModelWriter.StoppedRecord.self) { try put(model, record) }?.fault
    }

    @Test("R18: a value that was not sent leaves the column as it is", arguments: [false, true])
    func keeps(isCareful: Bool) throws {
        let model = try Model(Definitions.customers, isCareful: isCareful)
        try put(model, Record("1", #"{"name":"a","credit":1}"#), Record("2", #"{"name":"b"}"#))
        try model.writer.commit()
        try model.reopen(isCareful: isCareful)
        try put(
            model, Record("1", #"{"name":"?","credit":2}"#), Record("1", #"{"name":"?","credit":"?"}"#),
            Record("1", #"{"name":"?","credit":3,"address":{"city":"c"}}"#), Record("2", #"{"name":"?"}"#),
            Record("3", #"{"name":"new"}"#), Record("3", #"{"name":"?","credit":7}"#))
        try model.writer.commit()
        #expect(try model.table("customers") == ["1, 'a', 'c', 300", "2, 'b', NULL, NULL", "3, 'new', NULL, 700"])
    }

    @Test("R18: without a row to keep it from, the record stops and nothing changes", arguments: [false, true])
    func noRow(isCareful: Bool) throws {
        let model = try Model(Definitions.customers, isCareful: isCareful)
        let fault = fault(model, Record("1", #"{"name":"?","credit":1}"#))
        #expect(fault?.code == .valueUnavailable)
        #expect(fault?.message == "the value of customers.name was not sent, and there is no row that has it")
        try put(model, Record("2", #"{"name":"b"}"#), Record("2", nil))
        #expect(self.fault(model, Record("2", #"{"name":"?"}"#))?.code == .valueUnavailable)
        try model.writer.commit()
        #expect(try model.table("customers") == [])
    }

    @Test("R18: a row of another partition is no row to keep a value from", arguments: [false, true])
    func otherPartition(isCareful: Bool) throws {
        let model = try Model(Definitions.customers, partitions: 2, isCareful: isCareful)
        try put(model, Record("1", #"{"name":"a"}"#))
        try model.writer.commit()
        #expect(fault(model, Record("1", #"{"name":"?"}"#, partition: 1))?.code == .keyInTwoPartitions)
    }

    @Test("R18: in folds too the column stays, in Swift's and in SQLite's")
    func folds() throws {
        let model = try Model(Definitions.orders)
        try put(
            model, Record("o", #"{"total":5,"note":"n"}"#, type: "Placed"),
            Record("o", #"{"note":"n"}"#, type: "Noted"),
            Record("o", #"{"price":"?"}"#, type: "Added"), Record("o", #"{"price":"?","quantity":2}"#, type: "Priced"),
            Record("o", #"{"note":"?"}"#, type: "Noted"))
        try model.writer.commit()
        #expect(try model.rows("SELECT total, lines, note FROM orders") == ["500, 1, 'n'"])
        #expect(fault(model, Record("p", #"{"price":"?"}"#, type: "Added"))?.code == .valueUnavailable)
        #expect(fault(model, Record("p", #"{"price":"?"}"#, type: "Priced"))?.code == .valueUnavailable)
    }

    @Test("R18: a key that was not sent is a bad key")
    func keys() throws {
        let model = try Model(Definitions.pages)
        let fault = fault(model, Record(nil, #"{"page":"?"}"#))
        #expect(fault?.code == .badKey)
        #expect(fault?.message == "the key pages.page was not sent")
    }

    @Test("R18: a value that was not sent makes no step in the history")
    func history() throws {
        let model = try Model(HistoryTests.withHistory(HistoryTests.names))
        try put(
            model, Record("1", #"{"name":"a"}"#, timestampMs: 1_000), Record("1", #"{"name":"?"}"#, timestampMs: 2_000))
        try model.writer.commit()
        #expect(try model.rows("SELECT count(*) FROM customers_history") == ["1"])
    }
}
