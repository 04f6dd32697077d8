// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import Definition

@Suite struct SQLTokenizerTests {
    @Test(
        "an SQL text is split as SQLite splits it",
        arguments: [
            ("a+1", ["a", "+", "1"]), ("'it''s' || \"a\"\"b\"", ["'it''s'", "||", "\"a\"\"b\""]),
            ("[a b].`c`", ["[a b]", ".", "`c`"]), ("x'00ff' x1", ["x'00ff'", "x1"]),
            ("1.5e-3-.5", ["1.5e-3", "-", ".5"]), ("0x1F+1e5", ["0x1F", "+", "1e5"]),
            ("a->>'$.b'->1", ["a", "->>", "'$.b'", "->", "1"]), ("a<=b<>c!=d", ["a", "<=", "b", "<>", "c", "!=", "d"]),
            ("é = 'ü'", ["é", "=", "'ü'"]), ("", []),
        ])
    func splits(text: String, tokens: [String]) throws {
        #expect(try SQLTokenizer.tokens(text, .expression).map(\.text) == tokens)
    }

    @Test("a query's comments are skipped, its parameters are tokens")
    func query() throws {
        let tokens = try SQLTokenizer.tokens("a -- b\n = :c /* d */ $e ?1 @f", .query)
        #expect(tokens.map(\.text) == ["a", "=", ":c", "$e", "?1", "@f"])
        #expect(tokens.map(\.offset) == [0, 8, 10, 21, 24, 27])
    }

    @Test(
        "what has no end is a fault where it starts",
        arguments: [("a = 'b", 4), ("a \"b''", 2), ("a [b", 2), ("a /* b", 2), ("ab \u{1}", 3), ("a 'b\0c'", 2)])
    func faults(text: String, offset: Int) {
        #expect {
            try SQLTokenizer.tokens(text, .query)
        } throws: {
            ($0 as? SQLTokenizer.Fault)?.offset == offset
        }
    }
}
