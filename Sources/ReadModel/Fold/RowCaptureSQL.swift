// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// The statements by which the changes of one followed table are captured.
struct RowCaptureSQL {
    /// Key columns in; the other declared columns out.
    let select: String
    /// `_w`, key columns and the other declared columns in.
    let insert: String
    /// Takes all rows of the file as going.
    let insertAll: String
    /// Of an append table: makes the place where rows wait to be written.
    let createStage: String
    /// Columns and `_at` in.
    let stage: String
    /// Takes those that wait and are not in the file.
    let stagedDelta: String
    /// Writes those that wait; nil for a table that keeps no rows.
    let writeStaged: String?
    /// Forgets those that wait.
    let emptyStage: String

    /// `delta` is the delta table's name, quoted; `hasAt`: it takes `_at` of an append table too.
    init(_ table: Table, delta: String, hasAt: Bool) {
        func quoted(_ name: String) -> String { "\"\(name)\"" }
        let name = "main." + quoted(table.name)
        let isAppend = table.kind == .append
        let key = table.key.map { quoted($0.name) }
        let columns = table.columns.map { quoted($0.name) }
        let all = key + columns
        let at = isAppend ? [SchemaSQL.positionColumn] : []
        let declared = (all + at).joined(separator: ", ")
        let told = (all + (hasAt ? at : [])).joined(separator: ", ")
        let into = "INSERT INTO \(delta) (_w, \(told))"
        let match = key.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        select =
            "SELECT \(columns.isEmpty ? "1" : columns.joined(separator: ", ")) FROM \(name) WHERE "
            + (isAppend ? "false" : match)
        insert = "\(into) VALUES (\(Self.places(all.count + (isAppend && hasAt ? 2 : 1))))"
        insertAll = "\(into) SELECT -1, \(told) FROM \(name)"
        let waiting = "temp." + quoted("_staged_" + table.name)
        createStage =
            "CREATE TEMP TABLE IF NOT EXISTS \(quoted("_staged_" + table.name)) AS SELECT \(declared) FROM \(name) "
            + "WHERE false"
        stage = "INSERT INTO \(waiting) (\(declared)) VALUES (\(Self.places(all.count + 1)))"
        let isNew = "NOT EXISTS (SELECT 1 FROM \(name) t WHERE t._at = s._at)"
        stagedDelta = "\(into) SELECT 1, \(told) FROM \(waiting) s WHERE \(isNew)"
        writeStaged =
            !table.keepsRows ? nil : "INSERT OR IGNORE INTO \(name) (\(declared)) SELECT \(declared) FROM \(waiting)"
        emptyStage = "DELETE FROM \(waiting)"
    }

    private static func places(_ count: Int) -> String {
        (1...count).map { "?\($0)" }.joined(separator: ", ")
    }
}
