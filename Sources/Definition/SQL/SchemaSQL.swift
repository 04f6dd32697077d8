// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

/// The SQL that makes a projection's tables, and hides what is ours from queries (R25).
public enum SchemaSQL {
    /// The column of record-keyed tables that holds where the row's last record stands in the log (R4).
    public static let positionColumn = "_at"
    /// The column that holds the version of the row's last event (R13).
    public static let versionColumn = "_version"
    /// The column of a history that holds when a version began (R15).
    public static let validFromColumn = "valid_from"
    /// The column of a history that holds when a version ended; a current one ends at the end of time.
    public static let validToColumn = "valid_to"

    /// The name of the table that keeps a table's past (R15).
    public static func historyName(of table: Table) -> String { table.name + "_history" }

    /// The name of the table that keeps key and version of a table's deleted rows (R13).
    public static func goneName(of table: Table) -> String { "_gone_" + table.name }

    /// `CREATE TABLE` of one table: its declared columns first, ours after them and nullable.
    public static func table(_ table: Table) -> String {
        let declared = table.key.map { ($0.name, $0.type, true) } + table.columns.map { ($0.name, $0.type, false) }
        var parts = declared.map { name, type, isKey in
            "\(SQLName.quoted(name)) \(storage(of: type))" + (isKey ? " NOT NULL" : "")
                + (isKey && table.key.count == 1 ? " PRIMARY KEY" : "")
        }
        if table.kind != .rekeyed {
            parts.append(
                "\(SQLName.quoted(positionColumn)) INTEGER" + (table.kind == .append ? " PRIMARY KEY" : ""))
        }
        if table.version != nil { parts.append("\(SQLName.quoted(versionColumn)) INTEGER") }
        if table.key.count > 1 {
            parts.append("PRIMARY KEY (\(table.key.map { SQLName.quoted($0.name) }.joined(separator: ", ")))")
        }
        return "CREATE TABLE \(SQLName.quoted(table.name)) (\(parts.joined(separator: ", "))) STRICT"
            + (hasRowid(table) ? "" : ", WITHOUT ROWID")
    }

    /// `CREATE TABLE` of what stands beside one table: its history (R15), and the versions of its deleted rows (R13).
    public static func companions(of table: Table) -> [String] {
        var statements: [String] = []
        let key = table.key.map { SQLName.quoted($0.name) }
        let keyParts = table.key.map { "\(SQLName.quoted($0.name)) \(storage(of: $0.type)) NOT NULL" }
        if let shape = history(of: table) {
            let columns = shape.columns.map { column in
                "\(SQLName.quoted(column.name)) \(storage(of: column.type))"
                    + ([validFromColumn, validToColumn].contains(column.name) ? " NOT NULL" : "")
            }
            let names = (key + [SQLName.quoted(validFromColumn)]).joined(separator: ", ")
            statements.append(
                "CREATE TABLE \(SQLName.quoted(shape.name)) ("
                    + (keyParts + columns + ["PRIMARY KEY (\(names))"]).joined(separator: ", ")
                    + ") STRICT, WITHOUT ROWID")
        }
        if table.version != nil {
            let parts = keyParts + ["\"version\" INTEGER NOT NULL", "PRIMARY KEY (\(key.joined(separator: ", ")))"]
            statements.append(
                "CREATE TABLE \(SQLName.quoted(goneName(of: table))) (\(parts.joined(separator: ", ")))"
                    + " STRICT, WITHOUT ROWID")
        }
        return statements
    }

    /// The shape of a table's history: the declared columns, then when each version began and ended (R15).
    public static func history(of table: Table) -> TableShape? {
        guard table.hasHistory else { return nil }
        let moments = [validFromColumn, validToColumn].map { TableShape.Column($0, .timestamp) }
        var shape = TableShape(table)
        shape.name = historyName(of: table)
        shape.columns += moments
        return shape
    }

    /// Whether a table's one integer key column is its rowid, or, for an append table, where its record stands; all
    /// others are stored by their key, without a rowid.
    public static func hasRowid(_ table: Table) -> Bool {
        table.kind == .append || table.key.count == 1 && storage(of: table.key[0].type) == "INTEGER"
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
        readingView(TableShape(table))
    }

    /// `CREATE TEMP VIEW` of a table or a history with its declared columns alone.
    public static func readingView(_ shape: TableShape) -> String {
        let name = SQLName.quoted(shape.name)
        let columns = shape.all.map { SQLName.quoted($0.name) }.joined(separator: ", ")
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
