// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Events
import Testing

/// History, versions, appended rows and what a record's row may hold.
struct TableWordsTests {
    private static let columns = "key: {id: integer}, columns: {n: integer}"
    private static let folded = "on: {s: {\"*\": {set: {n: $.n}}}}, \(columns)"

    private func table(_ text: String, source: String = "format: json") throws -> Table {
        try #require(try ProjectionSample.read(ProjectionSample.file(source: source, table: text)).tables.first)
    }

    @Test("a table of any kind that is keyed by the record keeps its past", arguments: ["json", "debezium"])
    func history(format: String) throws {
        let replica = try table("from: s, \(Self.columns), history: true", source: "format: \(format)")
        #expect(replica.hasHistory)
        #expect(replica.kind == .replica)
        #expect(try table("\(Self.folded), history: true").hasHistory)
        #expect(try !table("\(Self.folded), history: false").hasHistory)
    }

    @Test func `a query reads a history by its interval and answers its columns with their types`() throws {
        let text = """
            \(ProjectionSample.file(source: "format: json", table: "from: s, \(Self.columns), history: true"))
            queries:
              then:
                sql: SELECT * FROM t_history WHERE id = :id AND valid_from <= :at AND valid_to > :at
                params: {id: {type: integer, required: true}, at: {type: timestamp, required: true}}

            """
        let query = try #require(try ProjectionSample.read(text).queries.first)
        #expect(query.columns.map(\.name) == ["id", "n", "valid_from", "valid_to"])
        #expect(query.columns.map(\.type) == [.integer, .integer, .timestamp, .timestamp])
        #expect(query.tables == [0])
    }

    @Test func `rows of a folded table have a version where the file names its field`() throws {
        #expect(try table("\(Self.folded), version: $.meta.version").version == .fields("meta.version"))
        #expect(try table("\(Self.folded), version: $.v, history: true").hasHistory)
        #expect(try table(Self.folded).version == nil)
        #expect(try table("\(Self.folded), version: $.v", source: "format: cloudevents").version == .fields("v"))
    }

    @Test func `an append table has columns alone, from any part of the record`() throws {
        let columns = "{page: text, who: $key text, at: $time timestamp, place: $offset integer, all: $ json}"
        let text = ProjectionSample.file(
            source: "format: json", table: "from: s, append: true, columns: \(columns), index: [\"who, at desc\"]")
        let queries = """
            queries:
              of: {sql: SELECT * FROM t WHERE who = :who, params: {who: {type: text, required: true}}, order: [at desc]}

            """
        let projection = try ProjectionSample.read(text + queries)
        let table = projection.tables[0]
        #expect(table.kind == .append)
        #expect(table.key == [])
        #expect(
            table.columns.map(\.origin) == [
                .body(.fields("page")), .key(EventPath()), .time, .offset, .body(EventPath()),
            ])
        #expect(projection.queries[0].columns.map(\.name) == ["page", "who", "at", "place", "all"])
        #expect(try self.table("from: s, append: false, \(Self.columns)").kind == .replica)
    }

    @Test("R39: a column of a from: table is the field of its name, or says where it is found")
    func origins() throws {
        let columns = """
            {a: $header.x text, b: $time timestamp, c: $source.lsn integer, d: $key.e text, e: $offset integer, \
            f: $.g.h text, i: $source.txId integer}
            """
        let table = try table("from: s, key: {id: integer}, columns: \(columns)", source: "format: debezium")
        #expect(
            table.columns.map(\.origin) == [
                .header("x"), .time, .source(.fields("lsn")), .key(.fields("e")), .offset, .body(.fields("g.h")),
                .source(.fields("txId")),
            ])
        #expect(try self.table("from: s, key: {id: integer}, columns: {t: $type text}").columns[0].origin == .type)
    }

    @Test func `a plain replica alone can be made from a compacted topic`() throws {
        #expect(try !table("from: s, \(Self.columns)").needsEveryRecord)
        for text in [
            "from: s, \(Self.columns), history: true", Self.folded, "from: s, append: true, columns: {n: text}",
        ] {
            #expect(try table(text).needsEveryRecord, "\(text)")
        }
        let plain = try ProjectionSample.read(ProjectionSample.file(source: "format: json"))
        #expect(!plain.needsEveryRecord(ofSource: 0))
        let withIDs = try ProjectionSample.read(ProjectionSample.file(source: "id: header:id"))
        #expect(withIDs.needsEveryRecord(ofSource: 0))
    }

    @Test(
        "what a table cannot be is told with its place",
        arguments: [
            (
                "on: {s: {\"*\": {set: {n: n + 1}}}}, key: {p: $.p text}, columns: {n: integer}, history: true",
                ["5:85 bad-value: history: in a re-keyed table, whose events come in no order"]
            ),
            (
                "on: {s: {\"*\": {set: {n: n + 1}}}}, key: {p: $.p text}, columns: {n: integer}, version: $.v",
                ["5:85 bad-value: version: in a re-keyed table, whose events come in no order"]
            ),
            (
                "from: s, append: true, columns: {n: integer}, history: true, version: $.v",
                [
                    "5:53 bad-value: history: in a table with append:, whose rows never change",
                    "5:68 bad-value: version: in a table with append:, whose rows never change",
                ]
            ),
            (
                "from: s, key: {id: integer}, columns: {n: integer}, version: $.v",
                ["5:59 bad-value: version: in a table with from:, where the last record of a key is the row"]
            ),
            (
                "\(folded), version: v, history: yes",
                [
                    "5:92 bad-path: an event reference starts with $",
                    "5:104 bad-value: history is true or false, found 'yes'",
                ]
            ),
            ("\(folded), version: $", ["5:92 bad-path: version is a field of the body, not all of it"]),
            ("\(folded), version: $header.v", ["5:92 bad-path: found $header.v, which is no field of the event"]),
            (
                "from: s, key: {valid_from: date}, columns: {Valid_To: date}, history: true",
                [
                    "5:22 bad-name: column name 'valid_from' is one of our columns of t_history",
                    "5:51 bad-name: column name 'Valid_To' is one of our columns of t_history",
                ]
            ),
            (
                "from: s, append: true, key: {id: integer}, columns: {n: integer}",
                ["5:30 bad-value: a key in a table with append:, where each record is a row of its own"]
            ),
            ("\(folded), append: true", ["5:83 bad-value: append: in a table with on:"]),
            (
                "append: true, columns: {n: integer}", ["5:3 missing-key: a table needs 'from' or 'on'"]
            ),
            (
                "from: s, append: true, keep: false, columns: {n: integer}, index: [n]",
                ["5:66 bad-value: index: in a table that keeps no rows"]
            ),
            (
                "from: s, append: true, "
                    + "columns: {a: $source.lsn integer, b: $each.x text, c: $index integer, d: $offset text}",
                [
                    "5:43 bad-path: $source.lsn: only changes have a source block, format: debezium",
                    "5:67 bad-path: $each.x in a table with from:, where a record is one row",
                    "5:84 bad-path: $index in a table with from:, where a record is one row",
                    "5:103 bad-value: $offset is of type integer, not text",
                ]
            ),
        ])
    func faults(text: String, faults: [String]) {
        let found = ProjectionSample.faults(ProjectionSample.file(source: "format: json", table: text))
        #expect(found == faults)
    }

    @Test(
        "changes make replicas and nothing else",
        arguments: [
            (
                "on: {s: {\"*\": {set: {n: 1}}}}, \(columns)",
                "5:12 bad-value: source 's' is of format debezium, which feeds tables with from: alone"
            ),
            (
                "from: s, append: true, columns: {n: integer}",
                "5:16 bad-value: append: of source 's', which is of format debezium"
            ),
            (
                "from: s, key: {id: $source.id integer}, columns: {n: integer}",
                "5:26 bad-path: $source.id in a key: a change's key is the record's"
            ),
        ])
    func changes(text: String, fault: String) {
        #expect(ProjectionSample.faults(ProjectionSample.file(source: "format: debezium", table: text)) == [fault])
    }
}
