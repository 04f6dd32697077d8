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

    /// Reads a text as a value of `type` by R10; nil if it is none, or of a type that is not written as text here.
    func value(ofText text: String, _ type: ValueType) -> StoredValue? {
        switch type {
        case .decimal(let scale): Self.units(text, scale: scale).map { .integer($0) }
        case .date: Self.isDate(Array(text.utf8)) ? .text(text) : nil
        case .timestamp: timestamp(text).map { .text($0) }
        case .json: evaluate("SELECT json_valid(?1)", text) == "1" ? .text(text) : nil
        default: nil
        }
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

    /// The units of a decimal: digits with at most `scale` of them after the point.
    private static func units(_ text: String, scale: Int) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.utf8.count <= scale, fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(parts[0] + fraction + String(repeating: "0", count: scale - fraction.utf8.count))
    }

    private static func isDate(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 10, bytes[4] == 0x2d, bytes[7] == 0x2d else { return false }
        guard let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
        else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...days[month - 1]).contains(day)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.allSatisfy { (0x30...0x39).contains($0) } ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }

    /// RFC 3339 with an offset, in UTC with six fraction digits; SQLite moves it to UTC.
    private func timestamp(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, Self.isDate(Array(bytes[0..<10])), bytes[10] == UInt8(ascii: "T") else {
            return nil
        }
        var rest = bytes[19...]
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        }
        let zone = String(decoding: rest, as: UTF8.self)
        guard zone == "Z" || (zone.utf8.count == 6 && zone.utf8.first.map { $0 == 0x2b || $0 == 0x2d } == true) else {
            return nil
        }
        let seconds = String(decoding: bytes[0..<19], as: UTF8.self)
        let moved = evaluate("SELECT strftime('%Y-%m-%dT%H:%M:%S', ?1)", seconds + (zone == "Z" ? "" : zone))
        let digits = (String(decoding: fraction, as: UTF8.self) + "000000").prefix(6)
        return moved.map { "\($0).\(digits)Z" }
    }

    private func evaluate(_ sql: String, _ argument: String) -> String? {
        guard let statement = try? connection?.prepare(sql) else { return nil }
        statement.bind(1, argument)
        guard (try? statement.step()) == true, statement.kind(0) != .null else { return nil }
        return statement.text(0)
    }
}
