// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import SQLite
import Testing

/// Holds compiled expressions against the same text run by SQLite as it stands.
@Suite struct ExpressionFuzzTests {
    /// A small generator whose seed makes a run again.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    private static let operators = [
        "+", "-", "*", "/", "%", "||", "&", "|", "<<", ">>", "<", "<=", ">", ">=", "=", "==", "<>", "!=", "IS",
        "IS NOT",
        "AND", "OR", "LIKE", "GLOB", "->>", "+ -", "* -", "- ~", "COLLATE nocase +", "NOT IN (1, 2) +", "BETWEEN 1 AND",
        "ISNULL OR", "+ CASE 1 WHEN 2 THEN 3 ELSE 4 END -",
    ]
    private static let operands = [
        "1", "2", "7", "(3 + 4)", "NULL", "'5'", "\"order\"", "end", "abs(-2)", "max(1, 2) ", "(clicks)", "clicks",
        "CASE WHEN 1 OR 0 THEN 2 END", "- 3", "~ 4", "integer($.x)",
    ]

    private func text(_ generator: inout Seeded) -> String {
        var text = Bool.random(using: &generator) ? "clicks" : "(clicks)"
        for index in 0..<Int.random(in: 1...4, using: &generator) {
            let first = index == 0 && Int.random(in: 0..<4, using: &generator) > 0
            let sign =
                first ? ["+", "-"].randomElement(using: &generator) : Self.operators.randomElement(using: &generator)
            text += " \(sign ?? "+") \(Self.operands.randomElement(using: &generator) ?? "1")"
        }
        return text
    }

    private func value(_ connection: Connection, _ sql: String) throws -> String? {
        let statement = try connection.prepare("SELECT typeof(v) || ':' || ifnull(v, '') FROM (\(sql)) ")
        return try statement.step() ? statement.text(0) : nil
    }

    /// A compiled statement with its parameters as literals, its one result column named `v`.
    private func literal(_ assignment: Assignment, row: String) -> String {
        var sql = assignment.sql.text
        let count = assignment.sql.fields.count
        for index in assignment.sql.columns.indices.reversed() {
            let isClicks = TableShape.sample.all[assignment.sql.columns[index]].name == "clicks"
            sql = sql.replacing("?\(count + 1 + index) ", with: (isClicks ? row : "3") + " ")
        }
        sql = sql.replacing("?1", with: "6")
        return "WITH t(v) AS (\(sql)) SELECT v FROM t"
    }

    @Test("R11: a compiled expression means what its text means, with NULL lifted only where it is col + e or col - e")
    func random() throws {
        let seed: UInt64 = 20_261
        print("seed \(seed)")
        var generator = Seeded(state: seed)
        let connection = try Connection(path: "", mode: .memory)
        connection.harden()
        var lifted = 0
        for _ in 0..<2_000 {
            let text = text(&generator)
            guard let assignment = TableShape.sample.compile("clicks", text).value else { continue }
            let plain = text.replacing("integer($.x)", with: "6")
            func row(_ clicks: String) -> String {
                let columns = [(clicks, "clicks"), ("3", "\"order\""), ("3", "end")]
                return "(SELECT \(columns.map { "CAST(\($0.0) AS INTEGER) AS \($0.1)" }.joined(separator: ", ")))"
            }
            func direct(_ text: String, _ clicks: String) throws -> String? {
                try value(connection, "SELECT \(text) AS v FROM \(row(clicks))")
            }
            let isLifted = assignment.family == .sum
            var expected = try direct(plain, "100")
            if isLifted, expected == "null:" { expected = "integer:100" }
            #expect(try value(connection, literal(assignment, row: "100")) == expected, "\(text)")
            var empty = try direct(plain, "NULL")
            if isLifted {
                lifted += 1
                let isMinus = plain.hasPrefix("clicks -")
                let operand = String(plain.dropFirst("clicks + ".count))
                empty = try direct("\(isMinus ? "-" : "")(\(operand))", "NULL")
            }
            #expect(try value(connection, literal(assignment, row: "NULL")) == empty, "\(text)")
        }
        #expect(lifted > 100)
    }
}
