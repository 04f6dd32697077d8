// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// The SQL that makes a projection's tables, and hides what is ours from queries (R25).
public enum SchemaSQL {
    /// The column of record-keyed tables that holds where the row's last record stands in the log (R4).
    public static let positionColumn = "_at"

    /// `CREATE TABLE` of one table: its declared columns first, ours after them and nullable.
    public static func table(_ table: Table) -> String {
        let declared = table.key.map { ($0.name, $0.type, true) } + table.columns.map { ($0.name, $0.type, false) }
        var parts = declared.map { name, type, isKey in
            "\(SQLName.quoted(name)) \(storage(of: type))" + (isKey ? " NOT NULL" : "")
                + (isKey && table.key.count == 1 ? " PRIMARY KEY" : "")
        }
        if table.kind != .rekeyed { parts.append("\(SQLName.quoted(positionColumn)) INTEGER") }
        if table.key.count > 1 {
            parts.append("PRIMARY KEY (\(table.key.map { SQLName.quoted($0.name) }.joined(separator: ", ")))")
        }
        return "CREATE TABLE \(SQLName.quoted(table.name)) (\(parts.joined(separator: ", "))) STRICT"
            + (hasRowid(table) ? "" : ", WITHOUT ROWID")
    }

    /// Whether a table's one integer key column is its rowid; all others are stored by their key, without a rowid.
    public static func hasRowid(_ table: Table) -> Bool {
        table.key.count == 1 && storage(of: table.key[0].type) == "INTEGER"
    }

    /// `CREATE INDEX` of each of the table's further indexes, in order, named `<table>__i1` and on.
    public static func indexes(of table: Table) -> [String] {
        table.indexes.enumerated().map { index, terms in
            let checked = IndexTerms.parse(SQLText(text: terms, place: .none), table: TableShape(table))
            return createIndex(SQLName.quoted("\(table.name)__i\(index + 1)"), on: table.name, checked.terms)
        }
    }

    /// `CREATE TEMP VIEW` of one table with its declared columns alone, for the connections that run queries.
    public static func readingView(_ table: Table) -> String {
        let name = SQLName.quoted(table.name)
        let columns = TableShape(table).all.map { SQLName.quoted($0.name) }.joined(separator: ", ")
        return "CREATE TEMP VIEW \(name) AS SELECT \(columns) FROM main.\(name)"
    }

    /// Checks the terms of one index, such as `customer_id, placed_at desc`: columns of the table, each once.
    public static func faults(inIndex terms: String, at place: Place, table: TableShape) -> [Diagnostic] {
        IndexTerms.parse(SQLText(text: terms, place: place), table: table).faults
    }

    /// `CREATE INDEX`; the index's name is quoted already, and may have its schema's before it.
    static func createIndex(_ name: String, on table: String, _ terms: [IndexTerms.Term]) -> String {
        let list = terms.map { SQLName.quoted($0.column) + ($0.isDescending ? " DESC" : "") }
        return "CREATE INDEX \(name) ON \(SQLName.quoted(table)) (\(list.joined(separator: ", ")))"
    }

    /// SQLite's type for a column of the type.
    static func storage(of type: ValueType) -> String {
        switch type {
        case .integer, .boolean, .decimal: "INTEGER"
        case .real: "REAL"
        case .text, .json, .timestamp, .date: "TEXT"
        case .blob: "BLOB"
        }
    }
}
