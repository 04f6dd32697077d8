// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import SQLite

/// Reads the values that a projection file writes, as SQLite and R10 read them.
struct ConstantReader {
    /// Evaluates literals; nil where SQLite could not be opened.
    let connection: Connection?

    /// Whether tokens are one literal: a number with or without a sign, a text, a blob, NULL, TRUE or FALSE.
    func isLiteral(_ tokens: [SQLToken]) -> Bool {
        guard let last = tokens.last else { return false }
        if tokens.count == 2 { return last.kind == .number && (tokens[0].isSymbol("-") || tokens[0].isSymbol("+")) }
        guard tokens.count == 1 else { return false }
        switch last.kind {
        case .number, .string, .blob: return true
        case .word: return ["null", "true", "false"].contains(SQLName.folded(last.text))
        default: return false
        }
    }

    /// What SQLite reads a literal as.
    func value(ofLiteral tokens: [SQLToken]) -> StoredValue? {
        guard let statement = try? connection?.prepare("SELECT \(tokens.map(\.text).joined(separator: " "))"),
            (try? statement.step()) == true
        else { return nil }
        switch statement.kind(0) {
        case .null: return .null
        case .integer: return .integer(statement.integer(0))
        case .real: return .real(statement.real(0))
        case .text: return .text(statement.text(0))
        case .blob: return .blob(statement.blob(0))
        }
    }

    /// A literal's value as a column of `type` stores it, and how it is written for SQLite; nil if it does not fit.
    func convert(_ value: StoredValue, written: String, to type: ValueType) -> (value: StoredValue, sql: String)? {
        switch (value, type) {
        case (.null, _), (.integer, .integer), (.integer, .decimal), (.integer(0), .boolean), (.integer(1), .boolean),
            (.text, .text), (.blob, .blob), (.real, .real):
            return (value, written)
        case (.integer(let integer), .real): return (.real(Double(integer)), "CAST(\(written) AS REAL)")
        case (.text(let text), .timestamp), (.text(let text), .date), (.text(let text), .json):
            return self.value(ofText: text, type).map { ($0, Self.sql(of: $0)) }
        default: return nil
        }
    }

    /// Reads a text as a value of `type` by R10; nil if it is none.
    func value(ofText text: String, _ type: ValueType) -> StoredValue? {
        try? type.parse(text).get()
    }

    /// A value as an SQL literal; reals are never written so, since their digits are the author's.
    static func sql(of value: StoredValue) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let integer): "\(integer)"
        case .real(let real): "\(real)"
        case .text(let text): SQLName.literal(text)
        case .blob(let bytes): "x'\(bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())'"
        }
    }
}
