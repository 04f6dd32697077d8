// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// The versions of one table's deleted rows, so that no older event makes a row again (R13).
final class GoneVersions {
    private let hidden: HiddenCells
    private let keyCount: Int
    private let select: Statement
    private let upsert: Statement
    private let delete: Statement

    init(_ table: Table, hidden: HiddenCells, connection: Connection) throws(SQLiteError) {
        self.hidden = hidden
        keyCount = table.key.count
        let name = "main.\"\(SchemaSQL.goneName(of: table))\""
        let key = table.key.map { "\"\($0.name)\"" }
        let match = key.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        let places = (0...key.count).map { "?\($0 + 1)" }.joined(separator: ", ")
        select = try connection.prepare("SELECT \"version\" FROM \(name) WHERE \(match)")
        upsert = try connection.prepare(
            "INSERT OR REPLACE INTO \(name) (\(key.joined(separator: ", ")), \"version\") VALUES (\(places))")
        delete = try connection.prepare("DELETE FROM \(name) WHERE \(match)")
    }

    /// Reads what is known of a row that is not there.
    func load(_ row: Int, of rows: UnsafeMutablePointer<RowTable>) throws(SQLiteError) {
        unsafe rows.pointee.bindKey(row, to: select)
        defer { select.reset() }
        guard try select.step() else { return }
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        unsafe cells[hidden.version] = .integer(select.integer(0))
        unsafe cells[hidden.isGone] = .integer(1)
    }

    /// Writes, for a changed row, whether it is gone and by which version.
    func write(_ row: Int, of rows: UnsafeMutablePointer<RowTable>) throws(SQLiteError) {
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        let version = unsafe cells[hidden.version]
        if unsafe !rows.pointee.rows[row].exists && !version.isNull {
            unsafe rows.pointee.bindKey(row, to: upsert)
            upsert.bind(Int32(keyCount + 1), version.payload)
            try upsert.run()
            unsafe cells[hidden.isGone] = .integer(1)
        } else if unsafe !cells[hidden.isGone].isNull {
            unsafe rows.pointee.bindKey(row, to: delete)
            try delete.run()
            unsafe cells[hidden.isGone] = .null
        }
    }
}
