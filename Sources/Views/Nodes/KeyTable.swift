// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The key of rows that the views store: columns that together name one row, of which any may be NULL.
struct KeyTable {
    /// The columns.
    let columns: [Source.Column]

    /// Whether no column may be NULL, so that a plain primary key does.
    var isPlain: Bool { columns.allSatisfy { !$0.isNullable } }

    /// The columns' names, quoted.
    var names: [String] { columns.map(\.stored.quoted) }

    /// The words that make SQLite find rows by the whole key of a table, and by nothing else.
    ///
    /// `(a, b) IN (…)` misses rows where SQLite (3.40.1) takes another index in which a column stands twice.
    func byKey(of table: String) -> String {
        isPlain && columns.count > 1 ? " INDEXED BY \("sqlite_autoindex_\(table)_1".quoted)" : ""
    }

    /// The terms by which a conflict is told: to UNIQUE one NULL is not another.
    var conflict: String { isPlain ? names.listed : names.map { "(\($0) IS NULL), ifnull(\($0), 0)" }.listed }

    /// The terms that equate the key of two tables.
    func equal(_ one: String, _ other: String) -> String {
        if columns.isEmpty { return "true" }
        return columns.map { column in
            let name = column.stored.quoted
            return "\(one.quoted).\(name) \(column.isNullable ? "IS" : "=") \(other.quoted).\(name)"
        }.joined(separator: " AND ")
    }

    /// The statements that make a table of the key and further columns.
    ///
    /// - Parameter more: The definitions of the further columns.
    func table(_ name: String, _ more: [String], isTemporary: Bool = false) -> [String] {
        let parts = columns.map { "\($0.stored.quoted) \($0.type)\(isPlain ? " NOT NULL" : "")" } + more
        let start = "CREATE \(isTemporary ? "TEMP " : "")TABLE \(name.quoted) "
        if isPlain, columns.count == 1, columns[0].type == "INTEGER" {
            let key = "\(names[0]) INTEGER PRIMARY KEY"
            return [start + "(\(([key] + more).listed)) STRICT"]
        }
        if isPlain { return [start + "(\((parts + ["PRIMARY KEY (\(names.listed))"]).listed)) STRICT, WITHOUT ROWID"] }
        let schema = isTemporary ? "temp." : ""
        return [
            start + "(\(parts.listed)) STRICT",
            "CREATE UNIQUE INDEX \(schema)\((name + "u").quoted) ON \(name.quoted) (\(conflict))",
            "CREATE INDEX \(schema)\((name + "k").quoted) ON \(name.quoted) (\(names.listed))",
        ]
    }
}
