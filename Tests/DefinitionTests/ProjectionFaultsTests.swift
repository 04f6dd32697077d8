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

    @Test("every code is told by one of the files", arguments: DiagnosticCode.allCases)
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
        Case(name: "empty file", text: "", faults: []),
        Case(name: "a list", text: "- a\n", faults: []),
        Case(name: "not YAML", text: "projection: [shop\n", faults: []),
        Case(name: "nothing but a misspelled key", text: "projektion: shop\n", faults: []),
        Case(
            name: "later keys",
            text: ProjectionSample.file() + "views: {v: {sql: SELECT 1}}\nqueries: {q: {sql: SELECT * FROM v}}\n",
            faults: []),
        Case(
            name: "repeated key and bad name",
            text: ProjectionSample.file().replacing("projection: shop", with: "projection: Shop\nprojection: x"),
            faults: []),
        Case(
            name: "wrong kinds",
            text: "projection: [a]\ndescription: {}\nsources:\ntables: []\nqueries: 5\n", faults: []),
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

                """, faults: [])
    ]

    private static let tables = [
        tables(
            "feeds",
            """
              none: {key: {id: integer}, columns: {n: integer}}
              both: {from: orders, on: {orders: {"*": delete}}, key: {id: integer}, columns: {n: integer}}
              two: {on: {orders: {A: delete}, clicks: {B: delete}}, key: {id: integer}, columns: {n: integer}}
              lost: {from: ordesr, key: {id: integer}, columns: {n: integer}}
              later: {from: clicks, append: true, keep: false, columns: {n: integer}}
              kept: {from: clicks, history: true, key: {id: integer}, colums: {n: integer}}
              Orders: {from: orders, key: {id: integer}, columns: {n: integer}}
              sqlite_x: {from: orders, key: {id: integer}, columns: {n: integer}}
              old_history: {from: orders, key: {id: integer}, columns: {n: integer}}
              5x: nothing
            """, []),
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
                  e: $time timestamp
                  f: decimal(19)
                  G: text
                  g: text
                  ID: text
                  h: $ text
                  i: [text]
                index: [G, "nope", "a desc", 5x]
            """, []),
        tables(
            "columns of a folded table",
            """
              t: {on: {clicks: {"*": delete}}, key: {id: integer}, columns: {a: $.x text}}
              u: {on: {clicks: {"*": {set: {a: 1}}}}, key: {id: integer}, columns: {}}
            """, []),
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
            """, [])
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
            """, []),
        tables(
            "handlers without types, and none",
            """
              t: {on: {clicks: {Clicked: {set: {n: $.n}}}}, key: {id: integer}, columns: {n: integer}}
              u: {on: {clicks: {}}, key: {id: integer}, columns: {n: integer}}
            """, []),
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
            """, []),
    ]

    private static let queries = [
        queries(
            "queries",
            """
              _q: {sql: SELECT * FROM orders}
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
            """, []),
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
            """, []),
    ]
}
