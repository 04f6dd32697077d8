// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// The statements by which a table's rows are read and written.
struct RowStatements {
    /// Key columns in; the other declared columns and, where the table has them, `_at` and `_version` out.
    let select: String
    /// The key columns that are the record's and a limit in; all columns out, in the order of `select` after the key.
    let selectPrefix: String?
    /// The number of all columns: key, others, ours.
    let columnCount: Int
    /// All columns in, of rows that are read by a SELECT.
    let upsert: (_ rows: String) -> String
    /// All columns in, of a table whose rows are never changed.
    let append: String
    /// Key columns in, and `_at` last where the write itself checks the partition.
    let delete: String

    /// `checksPartition`: the row is not read before it is written, so the write must see whether another partition
    /// made it (R4); then it changes nothing.
    init(_ table: Table, hasAt: Bool, checksPartition: Bool) {
        func quoted(_ name: String) -> String { "\"\(name)\"" }
        let name = "main." + quoted(table.name)
        let isAppend = table.kind == .append
        let key = isAppend ? ["_at"] : table.key.map { quoted($0.name) }
        let columns =
            table.columns.map { quoted($0.name) } + (hasAt && !isAppend ? ["_at"] : [])
            + (table.version == nil ? [] : ["_version"])
        let matches = key.enumerated().map { "\($1) = ?\($0 + 1)" }
        let match = matches.joined(separator: " AND ")
        select = "SELECT \(columns.isEmpty ? "1" : columns.joined(separator: ", ")) FROM \(name) WHERE \(match)"
        let prefix = matches.prefix(table.prefixCount).joined(separator: " AND ")
        selectPrefix =
            prefix.isEmpty
            ? nil
            : "SELECT \((key + columns).joined(separator: ", ")) FROM \(name) WHERE \(prefix) "
                + "LIMIT ?\(table.prefixCount + 1)"
        delete =
            "DELETE FROM \(name) WHERE \(match)" + (checksPartition ? " AND _at >> 48 = ?\(key.count + 1) >> 48" : "")
        let all = isAppend ? columns + key : key + columns
        let into = "INTO \(name) (\(all.joined(separator: ", ")))"
        columnCount = all.count
        // A record that was appended stays as it is.
        append = "INSERT OR IGNORE \(into) VALUES (\(all.indices.map { "?\($0 + 1)" }.joined(separator: ", ")))"
        upsert = RowStatements.upsert(
            into, key: key, columns: columns,
            guarded: checksPartition ? " WHERE _at >> 48 = excluded._at >> 48" : "")
    }

    /// Inserts rows or overwrites what is there.
    ///
    /// An error ends the transaction, or SQLite would first copy each page of each run, to take it back alone; and
    /// REPLACE would do the same.
    static func upsert(_ into: String, key: [String], columns: [String], guarded: String) -> (String) -> String {
        let changes = columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let action = changes.isEmpty ? "NOTHING" : "UPDATE SET \(changes)\(guarded)"
        return { "INSERT OR ROLLBACK \(into) \($0) ON CONFLICT (\(key.joined(separator: ", "))) DO \(action)" }
    }
}
