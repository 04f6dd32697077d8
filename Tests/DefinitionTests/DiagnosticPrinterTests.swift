// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

struct DiagnosticPrinterTests {
    private let fault = Diagnostic(
        .unknownKey, at: Place(file: "shop.yaml", line: 2, column: 3), "unknown key 'colums' in a table",
        hint: "did you mean 'columns'?")

    @Test func `a fault is printed with its line, a caret and a hint`() {
        let printer = DiagnosticPrinter(texts: ["shop.yaml": "a:\n  colums: 1\n"])
        #expect(
            printer.text([fault, fault]).hasPrefix(
                """
                shop.yaml:2:3: error: unknown key 'colums' in a table [unknown-key]
                      colums: 1
                      ^
                  try: did you mean 'columns'?
                shop.yaml:2:3: error:
                """))
    }

    @Test func `a fault of an unknown file, or past its end, has no line`() {
        let expected = """
            shop.yaml:2:3: error: unknown key 'colums' in a table [unknown-key]
              try: did you mean 'columns'?

            """
        #expect(DiagnosticPrinter().text(fault) == expected)
        #expect(DiagnosticPrinter(texts: ["shop.yaml": "a: 1"]).text(fault) == expected)
    }

    @Test func `the caret counts characters, keeps tabs and stays on the cut line`() {
        func lines(_ text: String, column: Int) -> [Substring] {
            let place = Place(file: "f", line: 1, column: column)
            let printed = DiagnosticPrinter(texts: ["f": text]).text(Diagnostic(.badValue, at: place, "m"))
            return printed.split(separator: "\n")
        }
        #expect(lines("\tä: x", column: 6) == ["f:1:6: error: m [bad-value]", "    \tä: x", "    \t   ^"])
        let long = lines(String(repeating: "a", count: 500) + "b" + String(repeating: "c", count: 500), column: 501)
        #expect(long[1].utf8.count == 4 + 120)
        #expect(Array(long[1])[long[2].count - 1] == "b")
    }

    @Test func `what a terminal would obey is not printed`() {
        let place = Place(file: "f", line: 1, column: 1)
        let printed = DiagnosticPrinter(texts: ["f": "\u{1B}[31mx"]).text(
            Diagnostic(.badValue, at: place, "found '\u{1B}[0m'"))
        #expect(!printed.unicodeScalars.contains("\u{1B}"))
    }

    @Test func `JSON has one object a fault, and null for no hint`() {
        let plain = Diagnostic(.badValue, at: Place(file: "a\"b\\c", line: 1, column: 2), "x\ny\u{1}")
        #expect(
            DiagnosticPrinter.json([fault, plain]) == """
                [
                  {"code": "unknown-key", "file": "shop.yaml", "line": 2, "column": 3, \
                "message": "unknown key 'colums' in a table", "hint": "did you mean 'columns'?"},
                  {"code": "bad-value", "file": "a\\"b\\\\c", "line": 1, "column": 2, \
                "message": "x\\ny\\u0001", "hint": null}
                ]

                """)
        #expect(DiagnosticPrinter.json([]) == "[]\n")
    }

    @Test(
        "a name near an allowed one is suggested",
        arguments: [
            ("colums", "did you mean 'columns'?"), ("ky", "did you mean 'key'?"), ("idnex", "did you mean 'index'?"),
            ("zzz", "allowed: from, on, append, key, columns, history, version, index, keep"),
        ])
    func suggests(key: String, hint: String) {
        let tables = "  t: {from: orders, key: {id: integer}, columns: {n: integer}, \(key): 1}"
        let (_, diagnostics) = ProjectionReader.read(
            files: [("f.yaml", ProjectionSample.file(tables: tables))])
        #expect(diagnostics.map(\.hint) == [hint])
    }
}
