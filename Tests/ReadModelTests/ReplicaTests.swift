// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import ReadModel
import Testing

@Suite struct ReplicaTests {
    private let ada = #"{"id":1,"name":"Ada","address":{"city":"Turin"},"credit":12.5}"#

    @Test func `a record is the whole row, and the last image wins`() throws {
        let model = try Model(Definitions.customers)
        try model.commit(Record("1", ada), Record("2", #"{"name":"Bob","credit":"0.01"}"#))
        #expect(try model.table("customers") == ["1, 'Ada', 'Turin', 1250", "2, 'Bob', NULL, 1"])
        try model.commit(Record("1", #"{"name":"Ada L."}"#))
        #expect(try model.table("customers") == ["1, 'Ada L.', NULL, NULL", "2, 'Bob', NULL, 1"])
    }

    @Test func `within one transaction the last image wins too, also after a delete`() throws {
        let model = try Model(Definitions.customers)
        try model.commit(
            Record("1", ada), Record("1", nil), Record("1", #"{"name":"B"}"#),
            Record("2", ada.replacing("1,", with: "2,")),
            Record("2", nil))
        #expect(try model.table("customers") == ["1, 'B', NULL, NULL"])
    }

    @Test("R9: a tombstone deletes the row, and of an absent row does nothing", arguments: [false, true])
    func tombstones(isCareful: Bool) throws {
        let model = try Model(Definitions.customers, isCareful: isCareful)
        try model.commit(Record("1", ada), Record("2", #"{"name":"Bob"}"#))
        try model.commit(Record("1", nil), Record("7", nil))
        #expect(try model.table("customers") == ["2, 'Bob', NULL, NULL"])
        try model.commit(Record("1", nil))
        #expect(try model.position().accounting.applied == 5)
    }

    @Test("R9: an empty value is no tombstone")
    func emptyValue() throws {
        let model = try Model(Definitions.customers)
        try model.commit(Record("1", ada))
        #expect(model.fault(Record("1", ""))?.code == .unreadableRecord)
        try model.writer.commit()
        #expect(try model.table("customers").count == 1)
    }

    @Test("R8: key fields in the body are those of the record's key, or absent")
    func keyDiffers() throws {
        let model = try Model(Definitions.customers)
        let fault = model.fault(Record("2", ada))
        #expect(fault?.code == .keyDiffers)
        #expect(fault?.message == "the body's id is not the record key's: 1 and 2")
        try model.writer.commit()
        #expect(try model.table("customers") == [])
    }

    @Test(
        "R9: the record's key must be the table's key exactly, in canonical form",
        arguments: [nil, "07", "+7", "7.0", "abc", "", #""seven""#, #"{"id":7,"more":1}"#, #"{"ID":7}"#, "null"])
    func badKeys(key: String?) throws {
        let model = try Model(Definitions.customers)
        #expect(model.fault(Record(key, #"{"name":"x"}"#))?.code == .badKey)
        #expect(model.fault(Record(key, nil))?.code == .badKey)
        #expect(try model.position().next == 0)
    }

    @Test(
        "R9: a key of one column is plain text, a JSON scalar, an object, or a Connect payload",
        arguments: [
            "7", #"{"id":7}"#, #"{"schema":{"type":"int64"},"payload":7}"#, #"{"schema":{},"payload":{"id":7}}"#,
        ])
    func goodKeys(key: String) throws {
        let model = try Model(Definitions.customers)
        try model.commit(Record(key, #"{"name":"x"}"#))
        #expect(try model.table("customers") == ["7, 'x', NULL, NULL"])
    }

    @Test("R9: a key of several columns is an object by column name, in any order, renamed or not")
    func severalColumns() throws {
        let text = """
            projection: shop
            sources: {lines: {topic: lines}}
            tables:
              lines: {from: lines, key: {order_id: $key.orderId text, line: integer}, columns: {sku: text}}
            """
        let model = try Model(text)
        try model.commit(Record(#"{"line":2,"orderId":"a"}"#, #"{"sku":"x"}"#))
        #expect(try model.table("lines") == ["'a', 2, 'x'"])
        #expect(model.fault(Record("a", #"{"sku":"x"}"#))?.code == .badKey)
        try model.commit(Record(#"{"orderId":"a","line":2}"#, nil))
        #expect(try model.table("lines") == [])
    }

    @Test("R7: one topic feeds several tables, each by itself")
    func severalTables() throws {
        let text =
            Definitions.customers + """

                  cities: {from: customers, key: {id: integer}, columns: {city: $.address.city text}}
                """
        let model = try Model(text)
        try model.commit(Record("1", ada), Record("2", #"{"name":"Bob"}"#))
        #expect(try model.table("cities") == ["1, 'Turin'", "2, NULL"])
        try model.commit(Record("1", nil))
        #expect(try model.table("cities") == ["2, NULL"])
        #expect(try model.table("customers") == ["2, 'Bob', NULL, NULL"])
    }

    @Test("R10: a field that does not fit its type stops the record, and the message says which")
    func badValue() throws {
        let model = try Model(Definitions.customers)
        let fault = model.fault(Record("1", #"{"name":"Ada","credit":1.234}"#))
        #expect(fault?.code == .badValue)
        #expect(
            fault?.message == "$.credit: found `1.234`, which has more fraction digits than decimal(2)")
    }

    @Test func `a replica with an index is kept as one without`() throws {
        let text = """
            projection: shop
            sources: {names: {topic: names}}
            tables:
              names: {from: names, key: {id: text}, columns: {name: text}, index: [name]}
            """
        let model = try Model(text)
        for isCareful in [false, true, false] {
            try model.reopen(isCareful: isCareful)
            try model.commit(Record("a", #"{"name":"x"}"#), Record("b", #"{"name":"y"}"#))
            try model.commit(Record("a", #"{"name":"z"}"#), Record("b", nil))
            #expect(try model.table("names") == ["'a', 'z'"])
        }
    }
}
