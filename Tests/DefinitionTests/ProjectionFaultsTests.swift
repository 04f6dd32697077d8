// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

/// Faulty files and all that is told of each, as `line:column code: message`.
struct ProjectionFaultsTests {
    struct Case: CustomTestStringConvertible {
        var name: String
        var text: String
        var faults: [String]
        var testDescription: String { name }
    }

    @Test("a faulty file has exactly these faults, each with its place", arguments: Self.cases)
    func faults(of item: Case) {
        let (projections, diagnostics) = ProjectionReader.read(files: [("shop.yaml", item.text)])
        let found = diagnostics.map { "\($0.place.line):\($0.place.column) \($0.code.rawValue): \($0.message)" }
        #expect(found == item.faults, "\(found.map { "\"\($0)\"," }.joined(separator: "\n"))")
        #expect(projections.isEmpty)
        #expect(diagnostics.allSatisfy { !$0.message.hasSuffix(".") })
    }

    /// What only a view's SELECT can have wrong; `ViewsTests` has these.
    private static let ofViews: Set<DiagnosticCode> = [
        .badView, .noKey, .notEquality, .uncorrelated, .bareColumn, .notInvertible, .windowWithoutPartition,
        .unsupportedClause, .canFail,
    ]

    @Test("every code is told by one of the files", arguments: Set(DiagnosticCode.allCases).subtracting(ofViews))
    func covers(code: DiagnosticCode) {
        #expect(Self.cases.contains { item in item.faults.contains { $0.contains(" \(code.rawValue): ") } })
    }

    private static let cases = top + sources + tables + keys + handlers + queries

    private static func tables(_ name: String, _ text: String, _ faults: [String]) -> Case {
        Case(name: name, text: ProjectionSample.file(tables: text), faults: faults)
    }

    private static func queries(_ name: String, _ text: String, _ faults: [String]) -> Case {
        Case(name: name, text: ProjectionSample.file(queries: text), faults: faults)
    }

    private static let top = [
        Case(
            name: "empty file", text: "",
            faults: [
                "1:1 bad-value: a projection is a mapping, found nothing"
            ]),
        Case(
            name: "a list", text: "- a\n",
            faults: [
                "1:1 bad-value: a projection is a mapping, found a list"
            ]),
        Case(
            name: "not YAML", text: "projection: [shop\n",
            faults: [
                "2:1 not-yaml: not YAML: did not find expected ',' or ']' "
                    + "while parsing a flow sequence that starts at 1:13"
            ]),
        Case(
            name: "nothing but a misspelled key", text: "projektion: shop\n",
            faults: [
                "1:1 unknown-key: unknown key 'projektion' in a projection",
                "1:1 missing-key: a projection needs 'sources'",
                "1:1 missing-key: a projection needs 'tables'",
            ]),
        Case(
            name: "later keys",
            text: ProjectionSample.file() + "views: {v: {sql: SELECT 1}}\nqueries: {q: {sql: SELECT * FROM v}}\n",
            faults: [
                "9:1 not-supported-yet: 'views' in a projection is not supported yet"
            ]),
        Case(
            name: "repeated key and bad name",
            text: ProjectionSample.file().replacing("projection: shop", with: "projection: Shop\nprojection: x"),
            faults: [
                "1:13 bad-name: projection name 'Shop' does not start with a small letter",
                "2:1 repeated-key: 'projection' stands here already",
            ]),
        Case(
            name: "wrong kinds",
            text: "projection: [a]\ndescription: {}\nsources:\ntables: []\nqueries: 5\n",
            faults: [
                "1:13 bad-value: projection is a text, found a list",
                "2:14 bad-value: description is a text, found a mapping",
                "3:9 bad-value: sources is a mapping, found nothing",
                "4:9 bad-value: tables is a mapping, found a list",
                "5:10 bad-value: queries is a mapping, found '5'",
            ]),
    ]

    private static let sources = [
        Case(
            name: "sources",
            text: """
                projection: shop
                sources:
                  a: {topic: a, format: avro, id: header:id}
                  b: {topic: b, format: jsn, type: eventType, time: $time}
                  c__d: {topic: "b/c", type: $.a b, time: $source.ts_ms}
                  e: {tpoic: e, type: "header:"}
                  f: {topic: a, type: $.}
                  g: {type: $type}
                tables:
                  t: {from: a, key: {id: integer}, columns: {n: integer}}

                """,
            faults: [
                "3:25 not-supported-yet: format 'avro' is not supported yet",
                "4:25 bad-value: unknown format 'jsn'",
                "4:36 bad-path: type is header:name or $.path, found 'eventType'",
                "4:53 bad-path: time is found in a header or a field of the body, not in $time",
                "5:3 bad-name: source name 'c__d' holds __, which is ours",
                "5:17 bad-value: 'b/c' is no name of a Kafka topic",
                "5:33 bad-path: found more after $.a",
                "5:43 bad-path: $source.ts_ms: only changes have a source block, format: debezium",
                "6:7 unknown-key: unknown key 'tpoic' in a source",
                "6:31 bad-path: a header's name is missing",
                "7:14 repeated-name: a source of topic 'a' is there already",
                "7:25 bad-path: a name is missing",
                "8:3 missing-key: a source needs 'topic'",
                "8:13 bad-path: type is found in a header or a field of the body, not in $type",
            ])
    ]

    private static let tables = [
        tables(
            "feeds",
            """
              none: {key: {id: integer}, columns: {n: integer}}
              both: {from: orders, on: {orders: {"*": delete}}, key: {id: integer}, columns: {n: integer}}
              two: {on: {orders: {A: delete}, clicks: {B: delete}}, key: {id: integer}, columns: {n: integer}}
              lost: {from: ordesr, key: {id: integer}, columns: {n: integer}}
              later: {from: clicks, key: {id: text}, keep: false, columns: {n: integer}}
              kept: {from: clicks, history: true, key: {id: integer}, colums: {n: integer}}
              Orders: {from: orders, key: {id: integer}, columns: {n: integer}}
              sqlite_x: {from: orders, key: {id: integer}, columns: {n: integer}}
              old_history: {from: orders, key: {id: integer}, columns: {n: integer}}
              5x: nothing
            """,
            [
                "7:3 missing-key: a table needs 'from' or 'on'",
                "8:3 bad-value: table 'both' has both from: and on:",
                "9:35 bad-value: a table folds the events of one source, found 'orders', 'clicks'",
                "10:16 unknown-name: there is no source 'ordesr'",
                "11:42 bad-value: keep: false in a table whose rows change",
                "12:59 unknown-key: unknown key 'colums' in a table",
                "13:3 repeated-name: table 'Orders' is there already",
                "14:3 bad-name: table name 'sqlite_x' starts with sqlite_, which is SQLite's",
                "15:3 bad-name: table name 'old_history' ends in _history, which is ours",
                "16:3 bad-name: table name '5x' does not start with a letter",
                "16:7 bad-value: a table is a mapping, found 'nothing'",
            ]),
        tables(
            "columns and indexes",
            """
              t:
                from: orders
                key: {id: integer}
                columns:
                  a: string
                  _b: text
                  c: $.c
                  d: $.d[x text
                  e: $time text
                  f: decimal(19)
                  G: text
                  g: text
                  ID: text
                  h: $ text
                  i: [text]
                index: [G, "nope", "a desc", 5x]
            """,
            [
                "11:10 unknown-type: unknown type 'string'",
                "12:7 bad-name: column name '_b' starts with _, which is ours",
                "13:10 untyped-path: the type of column 'c' is missing",
                "14:14 bad-path: an element's index is a number from 0 to 1000000000 in brackets",
                "15:10 bad-value: $time is of type timestamp, not text",
                "16:10 unknown-type: unknown type 'decimal(19)'",
                "18:7 repeated-name: column 'g' is there already",
                "19:7 repeated-name: column 'ID' is there already",
                "20:10 bad-path: the whole body is of type json, not text",
                "21:10 bad-value: the type of column 'i' is a text, found a list",
                "22:17 unknown-name: table t has no column nope",
                "22:34 not-supported-yet: an index term that is no column",
            ]),
        tables(
            "columns of a folded table",
            """
              t: {on: {clicks: {"*": delete}}, key: {id: integer}, columns: {a: $.x text}}
              u: {on: {clicks: {"*": {set: {a: 1}}}}, key: {id: integer}, columns: {}}
            """,
            [
                "7:69 bad-value: column 'a' has a path, which only a table with from: reads",
                "8:72 bad-value: columns is a mapping, found an empty one",
            ]),
    ]

    private static let keys = [
        tables(
            "keys",
            """
              a: {from: clicks, key: {id: real, b: json}, columns: {n: integer}}
              b: {from: clicks, key: {id: $.id integer}, columns: {n: integer}}
              c: {from: clicks, key: {a: $key text, b: text}, columns: {n: integer}}
              d: {on: {clicks: {"*": {set: {n: n + 1}}}}, key: {a: text, b: $.b text}, columns: {n: integer}}
              e: {on: {clicks: {"*": {set: {n: n + 1}}}}, key: {line: $index integer}, columns: {n: integer}}
              f: {on: {clicks: {"*": {set: {n: n + 1}}}}, key: {x: $ text, y: $kye text}, columns: {n: integer}}
              g: {from: clicks, key: {}, columns: {n: integer}}
              h: {from: clicks, key: id, columns: {n: integer}}
            """,
            [
                "7:31 bad-value: a key column is not of type real",
                "7:40 bad-value: a key column is not of type json",
                "8:31 bad-value: the key of a table with from: is the record's, not $.id",
                "9:30 bad-value: $key as a whole is the value of a single key column; this key has 2",
                "10:56 bad-value: key column 'a' does not say where it is found, beside one of the event",
                "11:21 missing-key: a handler that sets needs 'each', as the key has $index",
                "11:53 bad-value: the key has columns of the element alone",
                "12:56 bad-path: the whole body is no key",
                "12:68 bad-path: there is no event reference $kye",
                "13:26 bad-value: key is a mapping, found an empty one",
                "14:26 bad-value: key is a mapping, found 'id'",
            ])
    ]

    private static let handlers = [
        tables(
            "handlers",
            """
              t:
                key: {id: integer}
                columns: {n: integer, status: text, total: decimal(2), broken: int}
                on:
                  orders:
                    A: {set: {id: 1, statsu: "'x'", n: }}
                    B: {set: {status: placed, total: "$.total * 2"}}
                    C: {set: {n: max(n, $.n)}}
                    D: {each: $.items, set: {n: 1}}
                    E: {delete: true}
                    F: remove
                    G: {set: {}}
                    H: {set: {n: "random()", status: 'upper(
                      nope)'}}
                    I: {set: {broken: $.x, n: broken + 1}}
                    J: {sets: {n: 1}}
            """,
            [
                "9:68 unknown-type: unknown type 'int'",
                "12:19 bad-value: 'id' is a column of the key, which no handler sets",
                "12:26 unknown-name: table 't' has no column 'statsu'",
                "12:44 bad-expression: an expression is a text, found nothing",
                "13:27 bad-expression: no such column: placed",
                "13:43 untyped-path: $.total needs its type here",
                "14:25 bad-expression: a parenthesis is not closed",
                "14:29 unknown-name: table 't' has no column '$.n)'",
                "15:13 bad-value: each: in a table whose key names no element, so all would be one row",
                "16:13 bad-value: delete in a mapping stands as {each: …, delete: true}",
                "17:12 bad-value: a handler is {set: …} or delete, found 'remove'",
                "18:18 bad-value: set is a mapping, found an empty one",
                "19:23 nondeterministic: random differs from one run to the next",
                "20:11 bad-expression: no such column: nope",
                "22:13 unknown-key: unknown key 'sets' in a handler",
            ]),
        tables(
            "handlers without types, and none",
            """
              t: {on: {clicks: {Clicked: {set: {n: $.n}}}}, key: {id: integer}, columns: {n: integer}}
              u: {on: {clicks: {}}, key: {id: integer}, columns: {n: integer}}
            """,
            [
                "7:21 bad-value: source 'clicks' has no type:, so no event is a 'Clicked'",
                "8:20 bad-value: the handlers of a source is a mapping, found an empty one",
            ]),
        tables(
            "R8: folds of a re-keyed table",
            """
              t:
                key: {page: $.page text}
                columns: {a: integer, b: integer, c: real, d: integer}
                on:
                  orders:
                    A: {set: {a: a + 1, b: $.b, c: c + $.c}}
                    B: {set: {a: "max(a, $.a)", d: a + 1}}
                    C: delete
            """,
            [
                "12:32 not-commuting: events of several keys of the log change b in any order",
                "12:40 not-commuting: a sum of reals depends on the order of the events",
                "13:22 not-commuting: 'a' of a re-keyed table is folded by max here and by + and - elsewhere",
                "13:40 not-commuting: events of several keys of the log change d in any order",
                "14:12 not-commuting: a re-keyed table has no delete: its folds must commute",
            ]),
    ]

    private static let queries = [
        queries(
            "queries",
            """
              _q: {sql: SELECT nope FROM orders}
              a: {params: {x: int}}
              b: {sql: SELECT * FROM orders, limit: 0, scan: yes, order: {}, live: true}
              c: {sql: SELECT * FROM orders, limit: {default: 20, max: 10, min: 1}}
              d: {sql: SELECT * FROM ordes}
              e: {sql: SELECT * FROM orders WHERE status = :s, params: {s: text}}
              f:
                sql: |
                  SELECT id,
                         nope
                  FROM orders WHERE id = 1
              g: {sql: "SELECT id, random() AS r FROM orders WHERE id = 1"}
              h: {sql: SELECT * FROM orders, columns: {total: money}}
            """,
            [
                "9:3 bad-name: query name '_q' starts with _, which is ours",
                "9:20 bad-query: no such column: nope",
                "10:3 missing-key: a query needs 'sql'",
                "10:19 unknown-type: unknown type 'int'",
                "11:41 bad-value: limit is a number from 1 to 100000, found '0'",
                "11:50 bad-value: scan is true or false, found 'yes'",
                "11:62 bad-value: order is a list of texts, found a mapping",
                "11:66 not-supported-yet: 'live' in a query is not supported yet",
                "12:51 bad-value: default is 20, more than max, 10",
                "12:64 unknown-key: unknown key 'min' in limit",
                "13:12 bad-query: no such table: ordes",
                "14:12 needs-index: orders is read from end to end",
                "18:14 bad-query: no such column: nope",
                "20:24 nondeterministic: random differs from one run to the next",
                "21:51 unknown-type: unknown type 'money'",
            ]),
        queries(
            "parameters",
            """
              a:
                sql: SELECT * FROM orders WHERE id = :a
                params:
                  a: {type: integer, default: x}
                  b: {type: text, required: true, default: b}
                  c: {type: text, enum: [], default: d}
                  d: {type: text, enum: [a, b], default: c}
                  _e: {type: text}
                  f: {typ: text}
                  g: {type: "integer[]", default: 5, enum: [1, x]}
                  h: {type: date, default: 2024-02-30}
            """,
            [
                "12:35 bad-value: default is of type integer, found 'x'",
                "13:48 bad-value: a required parameter has no default",
                "14:29 bad-value: enum is a list of values here, found an empty one",
                "15:46 bad-value: default is none of the values of enum",
                "16:7 bad-name: parameter name '_e' starts with _, which is ours",
                "17:11 unknown-key: unknown key 'typ' in a parameter",
                "18:39 bad-value: default is a list of values here, found '5'",
                "18:52 bad-value: a value of enum is of type integer, found 'x'",
                "19:32 bad-value: default is of type date, found '2024-02-30'",
            ]),
    ]
}
