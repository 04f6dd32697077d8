// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// The reader of Swift text that the other checks stand on.
@Suite("Source mask")
struct SourceMaskTests {
    @Test(
        "code, comments and strings are told apart",
        arguments: [
            (##"a // b"##, "a", "// b"),
            (##"a /* b /* c */ d */ e"##, "a e", "/* b /* c */ d */"),
            (##"f("// no { ", x)"##, "f( , x)", ""),
            (##"f("a \(b("c")) d") // e"##, "f( b( ) ) ", "// e"),
            (##"f(#"a " \(b) "#) g"##, "f( ) g", ""),
            (##"f(#"a \#(b) "#) g"##, "f( b ) g", ""),
            (##"f("a \" { ") g"##, "f( ) g", ""),
            (##"f(#/ " { /#) g"##, "f( ) g", ""),
            (##"#if os(Linux)"##, "#if os(Linux)", ""),
        ])
    func parts(text: String, code: String, comments: String) {
        let found = SourceMask.split(text)
        func squeezed(_ text: String) -> String { text.split(separator: " ").joined() }
        #expect(squeezed(found.code) == squeezed(code))
        #expect(squeezed(found.comments) == squeezed(comments))
        #expect(found.code.utf8.count == text.utf8.count)
    }

    @Test("a multi-line string is no code, whatever quotes and braces it holds")
    func multiLineString() {
        let found = SourceMask.split("f(\"\"\"\n { \" } // a\n \"\"\") g")
        #expect(found.code == "f(   \n           \n    ) g")
        #expect(found.comments.split(whereSeparator: \.isWhitespace).isEmpty)
    }

    @Test("functions are measured from keyword to brace, requirements and stored properties not at all")
    func functionLengths() {
        let code = """
            protocol Shape {
                func area() -> Int
                var name: String { get }
            }
            struct Square: Shape {
                var side = 1
                let make: () -> Int = { 1 }
                var name: String {
                    "square"
                }
                init(side: Int) { self.side = side }
                func area(
                    scale: (Int) -> Int = { $0 }
                ) -> Int {
                    self.init()
                    return 1
                }
            }
            """
        let expected: [FunctionLength] = [
            .init(line: 3, lines: 1), .init(line: 8, lines: 3), .init(line: 11, lines: 1), .init(line: 12, lines: 6),
        ]
        #expect(FunctionLength.all(in: code) == expected)
    }
}
