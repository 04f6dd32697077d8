// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Testing

struct ScalarPlaceTests {
    /// The expression of the one faulty handler, in every way to write it: the fault is at `nope`.
    @Test(
        "a fault inside a text is told at its very character",
        arguments: [
            ("y || nope", 0, 5),
            ("'y || nope'", 0, 6),
            ("\"y || nope\"", 0, 6),
            ("'''it''''s'' || nope'", 0, 16),
            ("\"'\\\"y\\\"' || \\u0079 || nope\"", 0, 22),
            ("\"'\\u00e9' || nope\"", 0, 13),
            ("\"y || \\\n              nope\"", 1, 14),
            ("y ||\n              nope", 1, 14),
            ("'y\n\n              || nope'", 2, 17),
            ("|\n              y ||\n                nope", 2, 16),
            ("|2-  # two\n                y || nope", 1, 21),
            (">\n              y ||\n\n              nope", 3, 14),
            ("y || 'é' || nope", 0, 13),
        ])
    func place(expression: String, line: Int, column: Int) throws {
        let text = """
            projection: shop
            sources: {a: {topic: a}}
            tables:
              t:
                key: {id: integer}
                columns: {x: text, y: text}
                on:
                  a:
                    "*":
                      set:
                        x: \(expression)

            """
        let prefix = 15
        let (_, diagnostics) = ProjectionReader.read(files: [("f.yaml", text)])
        let place = try #require(diagnostics.first?.place)
        #expect(diagnostics.first?.message.contains("nope") == true, "\(diagnostics)")
        #expect(place == Place(file: "f.yaml", line: 11 + line, column: (line == 0 ? prefix + column : column) + 1))
    }
}
