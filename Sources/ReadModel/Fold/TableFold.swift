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
    /// Where our own cells of a row are.
    let hidden: HiddenCells
    /// The table's past (R15); nil if it is not kept.
    let history: HistoryFold?
    /// The versions of deleted rows (R13); nil if rows have none.
    let gone: GoneVersions?
    /// Whether each record is a row of its own, inserted at once.
    let isAppend: Bool
    private var appendedCount = 0
    /// Whether every row of the file is at hand, and what else it knows of keys: so a row that is not is not there.
    ///
    /// It is so from an empty file on until rows are forgotten; most of a first build needs no reading at all.
    private(set) var holdsAll = false
    /// How far versions are written before the transaction's end.
    var ahead = Ahead()
    /// What is captured for a follower; nil if nothing of the table is followed.
    let capture: TableCapture?
    /// How all rows of a record's key are read, for a table by element.
    let prefix: PrefixReader?
    private let selectRow: Statement
    /// Inserts a row at once, for an append table.
    private let appendRow: Statement?
    private let upsertRows: BulkStatement
    private let deleteRow: Statement

    /// `writesBlindly`: rows are whole images, so none is read before it is written (replicas).
    init(
        _ table: Table, expressions: [SQLExpression], writesBlindly: Bool, follower: (any TableFollower)? = nil,
        connection: Connection
    ) throws(SQLiteError) {
        self.table = table
        hasAt = table.kind != .rekeyed
        isAppend = table.kind == .append
        hidden = HiddenCells(table)
        if let follower {
            capture = try TableCapture(table, follower: follower, connection: connection)
        } else {
            capture = nil
        }
        history =
            table.hasHistory
            ? try HistoryFold(
                table, hidden: hidden, statements: capture?.history?.statements ?? HistoryStatements(table),
                connection: connection) : nil
        gone = table.version == nil ? nil : try GoneVersions(table, hidden: hidden, connection: connection)
        self.writesBlindly = writesBlindly
        sql = try SQLFold(expressions, on: connection)
        let statements = RowStatements(table, hasAt: hasAt, checksPartition: writesBlindly)
        selectRow = try connection.prepare(statements.select)
        appendRow = isAppend ? try connection.prepare(statements.append) : nil
        upsertRows = try BulkStatement(connection, columns: statements.columnCount, sql: statements.upsert)
        deleteRow = try connection.prepare(statements.delete)
        if let select = statements.selectPrefix {
            prefix = PrefixReader(try connection.prepare(select), table)
        } else {
            prefix = nil
        }
        unsafe rows = .allocate(capacity: 1)
        unsafe rows.initialize(
            to: RowTable(
                declaredCount: table.key.count + table.columns.count, keyCount: table.key.count,
                hiddenCount: hidden.count, prefixCount: table.prefixCount))
        if !writesBlindly && !isAppend { holdsAll = try TableFold.isEmpty(table, connection) }
    }

    /// Whether nothing of a table is in the file, nor of what stands beside it.
    private static func isEmpty(_ table: Table, _ connection: Connection) throws(SQLiteError) -> Bool {
        let names =
            [table.name] + (table.hasHistory ? [SchemaSQL.historyName(of: table)] : [])
            + (table.version == nil ? [] : [SchemaSQL.goneName(of: table)])
        for name in names {
            if try connection.integer("SELECT 1 FROM main.\"\(name)\" LIMIT 1") != nil { return false }
        }
        return true
    }

    deinit {
        unsafe rows.pointee.deallocate()
        unsafe rows.deallocate()
    }

    /// The number of rows to write.
    var dirtyCount: Int { unsafe rows.pointee.dirtyCount + appendedCount }

    /// The bytes of the rows at hand.
    var byteCount: Int { unsafe rows.pointee.byteCount }

    /// The bytes of ended versions to write.
    var historyByteCount: Int { history?.byteCount ?? 0 }

    /// Takes in a row that is not at hand, reading it from the file.
    func fetch(hash: UInt64, key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) throws(SQLiteError) -> Int {
        if let prefix { return unsafe try fetch(hash: hash, key: key, texts: texts, by: prefix) }
        let row = unsafe rows.pointee.insert(hash: hash, key: key, texts: texts)
        if holdsAll {
            unsafe rows.pointee.wasWritten(row)
        } else if !writesBlindly {
            try load(row)
        }
        return row
    }

    /// Whether it is known if the row is there.
    func isKnown(_ row: Int) -> Bool {
        let known = unsafe rows.pointee.rows[row]
        return known.hasAt || known.exists || !known.mayBeInFile
    }

    /// Reads a row of which nothing is known, though the table is written blindly.
    func read(_ row: Int) throws(SQLiteError) {
        if !isKnown(row) { try load(row) }
    }

    /// Inserts a record's row; one that is there already stays.
    func append(_ step: CompiledSteps.Step, of view: CellView, at position: Int64) throws(SQLiteError) {
        let stage = capture?.rows?.stage
        if stage == nil, !table.keepsRows { return }
        guard let insert = stage ?? appendRow else { return }
        for index in 0..<step.appendedCount {
            let slot = unsafe Int(step.operations[index].index)
            unsafe insert.bind(Int32(index + 1), view.cells[slot], texts: view.texts)
        }
        insert.bind(Int32(step.appendedCount + 1), position)
        try insert.run()
        appendedCount += 1
    }

    /// Deletes all rows of the file.
    func deleteRows() throws(SQLiteError) {
        try deleteRow.connection.execute("DELETE FROM main.\"\(table.name)\"")
    }

    /// Writes the changed rows; false if another partition's row stood in the way of one that was not read before.
    func flush() throws -> Bool {
        let isWritten = if let capture { try flush(capture) } else { try flushDirty() }
        guard isWritten else { return false }
        unsafe rows.pointee.allWritten()
        history?.forget()
        ahead = Ahead()
        appendedCount = 0
        // Whole images are never read again: keeping them would only push others out of the CPU's caches.
        if writesBlindly { unsafe rows.pointee.removeAll() }
        return true
    }

    private func flushDirty() throws(SQLiteError) -> Bool {
        unsafe rows.pointee.sortDirtyByKey()
        for number in 0..<(unsafe rows.pointee.dirtyCount) {
            unsafe history?.approach(number, of: rows)
            let row = Int(unsafe rows.pointee.dirty[number])
            guard try write(row) else { return false }
            unsafe try history?.write(row, of: rows)
            unsafe try gone?.write(row, of: rows)
            unsafe rows.pointee.wasWritten(row)
        }
        try history?.flush()
        return try runWrites()
    }

    /// Writes what `write` has put off; false if another partition's row stood in the way.
    func runWrites() throws(SQLiteError) -> Bool {
        try upsertRows.run()
        return upsertRows.unchangedRows == 0
    }

    /// Forgets all rows, also changed ones: their transaction was rolled back, or too many are at hand.
    func forget() {
        holdsAll = false
        unsafe rows.pointee.removeAll()
        history?.forget()
        ahead = Ahead()
        appendedCount = 0
    }

    func write(_ row: Int) throws(SQLiteError) -> Bool {
        let state = unsafe rows.pointee.rows[row]
        guard state.exists else { return try delete(row, state) }
        let count = unsafe rows.pointee.declaredCount
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        let texts = unsafe UnsafePointer(rows.pointee.arena)
        for column in 0..<count { unsafe upsertRows.set(column, cells[column], texts: texts) }
        if hasAt { upsertRows.set(count, state.at) }
        if gone != nil { unsafe upsertRows.set(count + 1, cells[hidden.version], texts: texts) }
        try upsertRows.endRow()
        return true
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
            unsafe try gone?.load(row, of: rows)
            unsafe try history?.load(row, of: rows)
            return
        }
        take(selectRow, from: 0, into: row)
        if gone != nil {
            unsafe rows.pointee.load(selectRow, Int32(table.columns.count + 1), row: row, column: hidden.version)
        }
        unsafe try history?.load(row, of: rows)
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
        unsafe rows.pointee.bindKey(row, to: statement)
    }
}
