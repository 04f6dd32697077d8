// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// SQLite's plan of a query, as EXPLAIN QUERY PLAN prints it.
struct QueryPlan {
    /// The lines that read tables from end to end, with the table.
    private(set) var scans: [(table: String, line: String)] = []
    /// The lines that sort or group all rows found, or make an index on the fly.
    private(set) var sorts: [String] = []

    /// `tables` are those that can be scanned, with the names under which the file knows them.
    init(lines: [String], tables: [(table: String, name: String)]) {
        for line in lines {
            if let table = Self.scannedTable(line, tables) {
                scans.append((table, line))
            } else if line.contains(" AUTOMATIC ") || Self.isFullSort(line) {
                sorts.append(line)
            }
        }
    }

    /// Whether it reads what an index finds, and no more (R36).
    var isBounded: Bool { scans.isEmpty && sorts.isEmpty }

    /// Whether it goes through one table once, in the order wanted, so that a LIMIT ends it.
    var isEndedByLimit: Bool { scans.count <= 1 && sorts.isEmpty }

    /// A line is `SCAN main.orders`, `SCAN orders USING COVERING INDEX …`; what is no table is `SCAN x`, where x is a
    /// subquery with a plan of its own, `SCAN json_each VIRTUAL TABLE …`, or `SCAN 2 CONSTANT ROWS`.
    private static func scannedTable(_ line: String, _ tables: [(table: String, name: String)]) -> String? {
        guard line.hasPrefix("SCAN ") else { return nil }
        var rest = line.dropFirst(5)
        if rest.hasPrefix("main.") { rest = rest.dropFirst(5) }
        let found = tables.first { table, _ in
            rest.hasPrefix(table) && (rest.utf8.count == table.utf8.count || rest.dropFirst(table.count).first == " ")
        }
        return found?.name
    }

    /// `USE TEMP B-TREE FOR ORDER BY` and the like; sorting by further terms what an index has put in order is fine.
    private static func isFullSort(_ line: String) -> Bool {
        guard line.contains("USE TEMP B-TREE FOR ") || line.contains("USING TEMP B-TREE") else { return false }
        return !line.contains("RIGHT PART OF ORDER BY") && !line.contains(" LAST ")
    }
}
