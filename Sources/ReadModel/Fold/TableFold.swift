// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// The rows of one table while records are folded into them: found at hand or read, changed, and written in bulk.
@safe
final class TableFold {
    // Proof of safe: `rows` is made in init and freed in deinit; pointers into it are used at once, before anything
    // that could move what they point to.

    let table: Table
    let hasAt: Bool
    let rows: UnsafeMutablePointer<RowTable>
    let sql: SQLFold
    /// Whether rows are written without being read, so that only the write finds another partition's (R4).
    let writesBlindly: Bool
    /// How all rows of a record's key are read, for a table by element.
    let prefix: PrefixReader?
    private let hasIntegerKey: Bool
    private let selectRow: Statement
    private let upsertRow: Statement
    private let deleteRow: Statement

    /// `writesBlindly`: rows are whole images, so none is read before it is written (replicas).
    init(
        _ table: Table, expressions: [SQLExpression], writesBlindly: Bool, connection: Connection
    ) throws(SQLiteError) {
        self.table = table
        hasAt = table.kind != .rekeyed
        self.writesBlindly = writesBlindly
        hasIntegerKey = SchemaSQL.hasRowid(table)
        sql = try SQLFold(expressions, on: connection)
        let statements = RowStatements(table, hasAt: hasAt, checksPartition: writesBlindly)
        selectRow = try connection.prepare(statements.select)
        upsertRow = try connection.prepare(statements.upsert)
        deleteRow = try connection.prepare(statements.delete)
        if let select = statements.selectPrefix {
            prefix = PrefixReader(try connection.prepare(select), table)
        } else {
            prefix = nil
        }
        unsafe rows = .allocate(capacity: 1)
        unsafe rows.initialize(
            to: RowTable(
                width: table.key.count + table.columns.count, keyCount: table.key.count,
                prefixCount: table.prefixCount))
    }

    deinit {
        unsafe rows.pointee.deallocate()
        unsafe rows.deallocate()
    }

    /// The number of rows to write.
    var dirtyCount: Int { unsafe rows.pointee.dirtyCount }

    /// The bytes of the rows at hand.
    var byteCount: Int { unsafe rows.pointee.byteCount }

    /// Takes in a row that is not at hand, reading it from the file.
    func fetch(hash: UInt64, key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) throws(SQLiteError) -> Int {
        if let prefix { return unsafe try fetch(hash: hash, key: key, texts: texts, by: prefix) }
        let row = unsafe rows.pointee.insert(hash: hash, key: key, texts: texts)
        if !writesBlindly { try load(row) }
        return row
    }

    /// Whether it is known if the row is there.
    func isKnown(_ row: Int) -> Bool {
        let known = unsafe rows.pointee.rows[row]
        return known.hasAt || known.exists || !known.mayBeInFile
    }

    /// Writes the changed rows; false if another partition's row stood in the way of one that was not read before.
    func flush() throws(SQLiteError) -> Bool {
        if hasIntegerKey { unsafe rows.pointee.sortDirtyByIntegerKey() }
        for number in 0..<dirtyCount {
            let row = Int(unsafe rows.pointee.dirty[number])
            guard try write(row) else { return false }
            unsafe rows.pointee.wasWritten(row)
        }
        unsafe rows.pointee.allWritten()
        // Whole images are never read again: keeping them would only push others out of the CPU's caches.
        if writesBlindly { unsafe rows.pointee.removeAll() }
        return true
    }

    /// Forgets all rows, also changed ones: their transaction was rolled back, or too many are at hand.
    func forget() {
        unsafe rows.pointee.removeAll()
    }

    private func write(_ row: Int) throws(SQLiteError) -> Bool {
        let state = unsafe rows.pointee.rows[row]
        guard state.exists else { return try delete(row, state) }
        let width = unsafe rows.pointee.width
        let cells = unsafe rows.pointee.cells + row * width
        let texts = unsafe UnsafePointer(rows.pointee.arena)
        for column in 0..<width { unsafe upsertRow.bind(Int32(column + 1), cells[column], texts: texts) }
        if hasAt { upsertRow.bind(Int32(width + 1), state.at) }
        try upsertRow.run()
        return !writesBlindly || upsertRow.connection.changes == 1
    }

    private func delete(_ row: Int, _ state: RowTable.Row) throws(SQLiteError) -> Bool {
        guard state.mayBeInFile else { return true }
        bindKey(row, to: deleteRow)
        if writesBlindly { deleteRow.bind(Int32(table.key.count + 1), state.at) }
        try deleteRow.run()
        if !writesBlindly || deleteRow.connection.changes == 1 { return true }
        bindKey(row, to: selectRow)
        defer { selectRow.reset() }
        return try !selectRow.step()
    }

    /// Reads a row's columns from the file.
    func load(_ row: Int) throws(SQLiteError) {
        bindKey(row, to: selectRow)
        defer { selectRow.reset() }
        guard try selectRow.step() else {
            unsafe rows.pointee.wasWritten(row)
            return
        }
        take(selectRow, from: 0, into: row)
    }

    /// Puts a row that was read into `row`; the first of its columns that are not key is number `first`.
    func take(_ statement: Statement, from first: Int, into row: Int) {
        unsafe rows.pointee.rows[row].exists = true
        for column in table.columns.indices {
            unsafe rows.pointee.load(statement, Int32(first + column), row: row, column: table.key.count + column)
        }
        if hasAt {
            unsafe rows.pointee.rows[row].at = statement.integer(Int32(first + table.columns.count))
            unsafe rows.pointee.rows[row].hasAt = true
        }
    }

    private func bindKey(_ row: Int, to statement: Statement) {
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        for column in 0..<table.key.count {
            unsafe statement.bind(Int32(column + 1), cells[column], texts: UnsafePointer(rows.pointee.arena))
        }
    }
}
