// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// Captures how the rows of one followed table change, before they are written.
@safe
final class RowCapture {
    // Proof of safe: `old` is made in init and freed in deinit; rows are lent for a call, in which nothing that a
    // pointer points into moves, and a bound text stays until its insert has run.

    let delta: DeltaTable
    /// Of an append table: takes a record's row until it is written, its columns and `_at` in.
    let stage: Statement?
    private let keyCount: Int
    private let columnCount: Int
    private let select: Statement
    private let insert: Statement
    private let insertAll: Statement
    private let stagedDelta: Statement?
    private let stagedSteps: [Statement]
    /// The row's columns in the file, and their texts.
    private let old: UnsafeMutablePointer<Cell>
    private let oldTexts = ByteArena()

    /// Nil if the table is not followed.
    init?(_ table: Table, follower: any TableFollower, connection: Connection) throws(SQLiteError) {
        guard let delta = DeltaTable(table.name, of: follower) else { return nil }
        let sql = RowCaptureSQL(table, delta: delta.name, hasAt: try delta.hasColumn("_at", connection))
        if table.kind == .append {
            try connection.execute(sql.createStage)
            stage = try connection.prepare(sql.stage)
            stagedDelta = try connection.prepare(sql.stagedDelta)
            stagedSteps = try [sql.writeStaged, sql.emptyStage].compactMap(\.self).map {
                sql throws(SQLiteError) in try connection.prepare(sql)
            }
        } else {
            (stage, stagedDelta, stagedSteps) = (nil, nil, [])
        }
        select = try connection.prepare(sql.select)
        insert = try connection.prepare(sql.insert)
        insertAll = try connection.prepare(sql.insertAll)
        self.delta = delta
        keyCount = table.key.count
        columnCount = table.columns.count
        unsafe old = .allocate(capacity: max(1, columnCount))
    }

    deinit {
        unsafe old.deallocate()
    }

    /// Captures what a changed row was and becomes, unless it stays as it was.
    func capture(_ row: Int, of rows: UnsafeMutablePointer<RowTable>) throws(SQLiteError) {
        let state = unsafe rows.pointee.rows[row]
        let cells = unsafe UnsafePointer(rows.pointee.cells + row * rows.pointee.width)
        let texts = unsafe UnsafePointer(rows.pointee.arena)
        let isThere = state.mayBeInFile ? unsafe try read(row, of: rows) : false
        if isThere {
            let same = unsafe KeyCells.areEqual(old, oldTexts.start, cells + keyCount, texts, count: columnCount)
            if state.exists && same { return }
            unsafe put(-1, cells, texts, old, UnsafePointer(oldTexts.start))
            try delta.take(insert)
        }
        guard state.exists else { return }
        unsafe put(1, cells, texts, cells + keyCount, texts)
        try delta.take(insert)
    }

    /// Captures that all rows of the file go.
    func captureAll() throws(SQLiteError) {
        try delta.take(insertAll)
    }

    /// Writes the rows of an append table that were staged.
    func writeStaged() throws {
        guard let stagedDelta else { return }
        try delta.take(stagedDelta)
        try delta.around { for statement in stagedSteps { try statement.run() } }
    }

    private func read(_ row: Int, of rows: UnsafeMutablePointer<RowTable>) throws(SQLiteError) -> Bool {
        unsafe rows.pointee.bindKey(row, to: select)
        defer { select.reset() }
        guard try select.step() else { return false }
        oldTexts.removeAll()
        for column in 0..<columnCount { unsafe old[column] = select.cell(Int32(column), into: oldTexts) }
        return true
    }

    private func put(
        _ weight: Int64, _ key: UnsafePointer<Cell>, _ keyTexts: UnsafePointer<UInt8>,
        _ columns: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>
    ) {
        insert.bind(1, weight)
        for column in 0..<keyCount { unsafe insert.bind(Int32(column + 2), key[column], texts: keyTexts) }
        for column in 0..<columnCount {
            unsafe insert.bind(Int32(keyCount + column + 2), columns[column], texts: texts)
        }
    }
}
