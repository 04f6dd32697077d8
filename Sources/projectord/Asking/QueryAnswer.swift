// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// A query's answer, read for a table.
struct QueryAnswer: Decodable, Sendable {
    /// The rows, each with its values by column.
    var rows: [[String: JSONValue]]
    /// Whether there are more rows than were asked for.
    var truncated: Bool

    /// The rows as an aligned table, and a line that counts them.
    func text(columns: [String]) -> String {
        let table = TextTable(
            titles: columns, rows: rows.map { row in columns.map { row[$0]?.cell ?? "" } })
        let count = "\(rows.count) \(rows.count == 1 ? "row" : "rows")"
        return table.text + "(\(count)\(truncated ? ", and there are more: _limit=N asks for them" : ""))\n"
    }
}
