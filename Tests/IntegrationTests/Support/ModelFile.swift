// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import SQLite

/// Reads a projection's live generation off its file, as any SQLite could.
struct ModelFile {
    enum Value: Hashable, CustomStringConvertible {
        case null
        case integer(Int64)
        case text(String)

        var description: String {
            switch self {
            case .null: "NULL"
            case .integer(let number): String(number)
            case .text(let text): "'\(text)'"
            }
        }
    }

    /// What became of a partition's records (R6), and its two positions (R1).
    struct Account: Hashable {
        var next: Int64
        var done: Int64
        var delivered: Int64
        var applied: Int64
        var ignored: Int64
        var held: Int64
        var skipped: Int64
    }

    /// The number of the live generation.
    let generation: Int
    private let connection: Connection

    init(data: String, projection: String) throws {
        let pointer = try String(contentsOfFile: "\(data)/\(projection).generation", encoding: .utf8)
        let live = pointer.split(separator: "\n").first { $0.hasPrefix("live ") }
        guard let number = live.flatMap({ Int($0.dropFirst(5)) }) else {
            throw TestFailure("\(projection) has no live generation: \(pointer)")
        }
        try self.init(data: data, projection: projection, generation: number)
    }

    /// A generation by its number.
    init(data: String, projection: String, generation number: Int) throws {
        generation = number
        connection = try Connection(path: "\(data)/\(projection).g\(number).sqlite", mode: .readOnly)
    }

    /// The rows of a table by their first column.
    func rows(_ table: String, _ columns: [String]) throws -> [Value: [Value]] {
        var rows: [Value: [Value]] = [:]
        let statement = try connection.prepare("SELECT \(columns.joined(separator: ", ")) FROM \(table)")
        while try statement.step() {
            let row = (0..<statement.columnCount).map { value(statement, $0) }
            rows[row[0]] = Array(row.dropFirst())
        }
        return rows
    }

    /// The rows of a SELECT in their order.
    func select(_ sql: String) throws -> [[Value]] {
        var rows: [[Value]] = []
        let statement = try connection.prepare(sql)
        while try statement.step() { rows.append((0..<statement.columnCount).map { value(statement, $0) }) }
        return rows
    }

    /// The accounts of a topic's partitions.
    func accounts(_ topic: String) throws -> [Int: Account] {
        var accounts: [Int: Account] = [:]
        let statement = try connection.prepare(
            """
            SELECT partition, next, done, delivered, applied, no_handler + repeated + stale + message, held, skipped
            FROM _positions WHERE topic = '\(topic)'
            """)
        while try statement.step() {
            accounts[Int(statement.integer(0))] = Account(
                next: statement.integer(1), done: statement.integer(2), delivered: statement.integer(3),
                applied: statement.integer(4), ignored: statement.integer(5), held: statement.integer(6),
                skipped: statement.integer(7))
        }
        return accounts
    }

    private func value(_ statement: Statement, _ column: Int32) -> Value {
        switch statement.kind(column) {
        case .null: .null
        case .integer: .integer(statement.integer(column))
        default: .text(statement.text(column))
        }
    }
}
