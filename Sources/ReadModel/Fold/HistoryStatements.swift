// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// The statements by which a table's history is read and written.
struct HistoryStatements {
    /// Key columns in; beginning and end of the last versions out, newest first.
    let select: String
    /// Key columns, the other declared columns, beginning and end in, of versions that are read by a SELECT.
    ///
    /// They are in the file's order, for which SQLite takes them as they come (3 % of a version's time).
    let upsert: (_ rows: String) -> String
    /// Key columns and a beginning in.
    let delete: String
    /// A moment in: the open versions that it makes empty.
    let dropOpen: String
    /// A moment in: ends all other open versions.
    let endOpen: String
    /// Whether the version `h` is open.
    let isOpen: String

    /// `stage`: the quoted name of the table in which versions that are put and that go wait; nil for none.
    init(_ table: Table, stagedIn stage: String? = nil) {
        let name = "main.\"\(SchemaSQL.historyName(of: table))\""
        let key = table.key.map { "\"\($0.name)\"" }
        let (from, to) = (SchemaSQL.validFromColumn, SchemaSQL.validToColumn)
        let match = key.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        let columns = table.columns.map { "\"\($0.name)\"" }
        select = "SELECT \(from), \(to) FROM \(name) WHERE \(match) ORDER BY \(from) DESC LIMIT 2"
        upsert = RowStatements.upsert(
            "INTO \(stage ?? name) (\((key + columns + [from, to]).joined(separator: ", ")))", key: key + [from],
            columns: columns + [to] + (stage == nil ? [] : ["_gone"]), guarded: "")
        if let stage {
            let going = (0...key.count).map { "?\($0 + 1)" }.joined(separator: ", ")
            let names = (key + [from]).joined(separator: ", ")
            delete = "INSERT OR REPLACE INTO \(stage) (\(names), _gone) VALUES (\(going), 1)"
        } else {
            delete = "DELETE FROM \(name) WHERE \(match) AND \(from) = ?\(key.count + 1)"
        }
        // What ended at the very end of time is open for SQL, but not if its row is gone.
        let same = key.map { "t.\($0) = h.\($0)" }.joined(separator: " AND ")
        isOpen =
            "\(to) = '\(HistoryFold.endOfTime)' AND EXISTS (SELECT 1 FROM main.\"\(table.name)\" t WHERE \(same))"
        dropOpen = "DELETE FROM \(name) AS h WHERE \(isOpen) AND \(from) >= ?1"
        endOpen = "UPDATE \(name) AS h SET \(to) = ?1 WHERE \(isOpen)"
    }
}
