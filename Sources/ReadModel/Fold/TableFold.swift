// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// The rows of one table while records are folded into them: found in the cache or read, changed, and written in bulk.
@safe
final class TableFold {
    // Proof of safe: pointers into the cache are used at once, before anything that could move it.

    let table: Table
    let hasAt: Bool
    let cache: RowCache
    let sql: SQLFold
    /// Whether rows are written without being read, so that only the write finds another partition's (R4).
    let writesBlindly: Bool
    private let selectRow: Statement
    private let upsertRow: Statement
    private let deleteRow: Statement
    private var dirty: [UInt32] = []

    /// `writesBlindly`: rows are whole images, so none is read before it is written (replicas).
    init(
        _ table: Table, expressions: [FoldSQL], writesBlindly: Bool, connection: Connection
    ) throws(SQLiteError) {
        self.table = table
        hasAt = table.kind != .rekeyed
        self.writesBlindly = writesBlindly
        cache = RowCache(width: table.key.count + table.columns.count, keyCount: table.key.count)
        sql = try SQLFold(expressions, on: connection)
        let statements = RowStatements(table, hasAt: hasAt, checksPartition: writesBlindly)
        selectRow = try connection.prepare(statements.select)
        upsertRow = try connection.prepare(statements.upsert)
        deleteRow = try connection.prepare(statements.delete)
    }

    /// The number of rows to write.
    var dirtyCount: Int { dirty.count }

    /// The row of a key, read from the file if it is not at hand.
    func locate(key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) throws(SQLiteError) -> Int {
        let hash = unsafe KeyCells.hash(key, texts, count: table.key.count)
        let known = unsafe cache.find(hash: hash, key: key, texts: texts)
        if known >= 0 { return known }
        let row = unsafe cache.insert(hash: hash, key: key, texts: texts)
        if !writesBlindly { try load(row) }
        return row
    }

    /// Notes that a row was changed by the record at `at`.
    @inline(__always)
    func touch(_ row: Int, exists: Bool, at: Int64) {
        let place = unsafe cache.state.pointee.rows + row
        unsafe place.pointee.exists = exists
        unsafe place.pointee.at = at
        unsafe place.pointee.hasAt = true
        if unsafe !place.pointee.isDirty {
            unsafe place.pointee.isDirty = true
            dirty.append(UInt32(row))
        }
    }

    /// Makes all columns of a row NULL but its key.
    func clearColumns(_ row: Int) {
        let cells = unsafe cache.state.pointee.cells + row * cache.width
        for column in table.key.count..<cache.width { unsafe cells[column] = .null }
    }

    /// Writes the changed rows; false if another partition's row stood in the way of one that was not read before.
    func flush() throws(SQLiteError) -> Bool {
        for number in dirty {
            let row = Int(number)
            guard try write(row) else { return false }
            unsafe cache.state.pointee.rows[row].isDirty = false
            unsafe cache.state.pointee.rows[row].mayBeInFile = cache.state.pointee.rows[row].exists
        }
        dirty.removeAll(keepingCapacity: true)
        // Whole images are never read again: keeping them would only push others out of the CPU's caches.
        if writesBlindly { cache.removeAll() }
        return true
    }

    /// Forgets all rows, also changed ones: their transaction was rolled back, or the cache is full.
    func forget() {
        dirty.removeAll(keepingCapacity: true)
        cache.removeAll()
    }

    private func write(_ row: Int) throws(SQLiteError) -> Bool {
        let state = unsafe cache.state.pointee.rows[row]
        let cells = unsafe cache.state.pointee.cells + row * cache.width
        let texts = unsafe UnsafePointer(cache.arena.start)
        guard state.exists else {
            guard state.mayBeInFile else { return true }
            for column in 0..<table.key.count { unsafe deleteRow.bind(Int32(column + 1), cells[column], texts: texts) }
            if writesBlindly { deleteRow.bind(Int32(table.key.count + 1), state.at) }
            try deleteRow.run()
            if !writesBlindly || selectRow.connection.changes == 1 { return true }
            return try !isInFile(row)
        }
        for column in 0..<cache.width { unsafe upsertRow.bind(Int32(column + 1), cells[column], texts: texts) }
        if hasAt { upsertRow.bind(Int32(cache.width + 1), state.at) }
        try upsertRow.run()
        return !writesBlindly || selectRow.connection.changes == 1
    }

    private func isInFile(_ row: Int) throws(SQLiteError) -> Bool {
        bindKey(row)
        defer { selectRow.reset() }
        return try selectRow.step()
    }

    private func load(_ row: Int) throws(SQLiteError) {
        bindKey(row)
        defer { selectRow.reset() }
        guard try selectRow.step() else {
            unsafe cache.state.pointee.rows[row].mayBeInFile = false
            return
        }
        unsafe cache.state.pointee.rows[row].exists = true
        for column in table.columns.indices {
            let cell = selectRow.cell(Int32(column), into: cache.arena)
            unsafe cache.state.pointee.cells[row * cache.width + table.key.count + column] = cell
        }
        if hasAt {
            unsafe cache.state.pointee.rows[row].at = selectRow.integer(Int32(table.columns.count))
            unsafe cache.state.pointee.rows[row].hasAt = true
        }
    }

    private func bindKey(_ row: Int) {
        let cells = unsafe cache.state.pointee.cells + row * cache.width
        for column in 0..<table.key.count {
            unsafe selectRow.bind(Int32(column + 1), cells[column], texts: UnsafePointer(cache.arena.start))
        }
    }
}
