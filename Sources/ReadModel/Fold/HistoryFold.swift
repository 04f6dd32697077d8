// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// The past of one table's rows, one version a changed event (R15).
///
/// A row at hand knows when its open version began and when the one before it ended. Versions that end are collected
/// and written side by side as they are in the file, with their row or before; the open one is written once a
/// transaction.
@safe
final class HistoryFold {
    // Proof of safe: `log`, `moments` and `approached` are made in init and freed in deinit; rows are lent for a call,
    // in which nothing that a pointer points into moves.

    /// When a snapshot's first image begins to be.
    static let startOfTime = "0001-01-01T00:00:00.000000Z"
    /// When a version ends that has not ended.
    static let endOfTime = "9999-12-31T23:59:59.999999Z"

    /// The rows of which versions are fetched at once: with ten of each they take 20 KB.
    static let approachedRows = 32

    private let hidden: HiddenCells
    private let keyCount: Int
    private let columnCount: Int
    private let log: UnsafeMutablePointer<HistoryLog>
    private let select: Statement
    private let upsert: BulkStatement
    private let delete: Statement
    private let dropOpen: Statement
    private let endOpen: Statement
    /// By row of a run: the texts of its beginning and its end, side by side.
    private let moments: UnsafeMutablePointer<UInt8>
    /// The steps that are fetched at once.
    private let approached: UnsafeMutablePointer<Int>
    private let start: Moment
    private let end: Moment

    init(
        _ table: Table, hidden: HiddenCells, statements: HistoryStatements, connection: Connection
    ) throws(SQLiteError) {
        self.hidden = hidden
        keyCount = table.key.count
        columnCount = table.columns.count
        select = try connection.prepare(statements.select)
        upsert = try BulkStatement(
            connection, columns: table.key.count + table.columns.count + 2, sql: statements.upsert)
        delete = try connection.prepare(statements.delete)
        dropOpen = try connection.prepare(statements.dropOpen)
        endOpen = try connection.prepare(statements.endOpen)
        unsafe moments = .allocate(capacity: 2 * Moment.textBytes * BulkStatement.rowsMax)
        let texts = Array((HistoryFold.startOfTime + HistoryFold.endOfTime).utf8)
        for index in texts.indices { unsafe moments[index] = texts[index] }
        start = unsafe Moment(UnsafePointer(moments))
        end = unsafe Moment(UnsafePointer(moments + Moment.textBytes))
        unsafe approached = .allocate(capacity: HistoryFold.approachedRows)
        unsafe log = .allocate(capacity: 1)
        unsafe log.initialize(to: HistoryLog(columnCount: table.columns.count))
    }

    deinit {
        unsafe moments.deallocate()
        unsafe approached.deallocate()
        unsafe log.pointee.deallocate()
        unsafe log.deinitialize(count: 1)
        unsafe log.deallocate()
    }

    /// The bytes of what is still to be written.
    var byteCount: Int { unsafe log.pointee.byteCount }

    /// Forgets what is still to be written.
    func forget() {
        unsafe log.pointee.removeAll()
    }

    /// Reads when the last versions of a row began and ended.
    func load(_ row: Int, of rows: UnsafeMutablePointer<RowTable>) throws(SQLiteError) {
        unsafe rows.pointee.bindKey(row, to: select)
        defer { select.reset() }
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        if unsafe rows.pointee.rows[row].exists {
            guard try select.step() else { return }
            unsafe cells[hidden.validFrom] = moment(of: select, 0)
        }
        if try select.step() { unsafe cells[hidden.lastEnd] = moment(of: select, 1) }
    }

    /// Begins a version at `time`, or at the row's last moment if that is later: before the row takes new values.
    func change(_ row: Int, of rows: UnsafeMutablePointer<RowTable>, at time: Moment, isSnapshot: Bool) {
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        if unsafe rows.pointee.rows[row].exists {
            if unsafe endVersion(row, of: rows, at: time) { unsafe cells[hidden.validFrom] = .integer(time.packed) }
        } else {
            let lastEnd = unsafe cells[hidden.lastEnd]
            let first = isSnapshot ? start.packed : time.packed
            unsafe cells[hidden.validFrom] = .integer(lastEnd.isNull ? first : max(lastEnd.payload, time.packed))
        }
        unsafe cells[hidden.pending].payload |= 1
    }

    /// Ends the row's open version for good, at `time` or at the row's last moment if that is later.
    func close(_ row: Int, of rows: UnsafeMutablePointer<RowTable>, at time: Moment) throws(SQLiteError) {
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        if unsafe !endVersion(row, of: rows, at: time) {
            // It was at no moment: the file may have it from an earlier transaction.
            unsafe rows.pointee.bindKey(row, to: delete)
            let from = unsafe print(cells[hidden.validFrom].payload, place: 0)
            unsafe delete.bind(
                Int32(keyCount + 1), borrowedText: UnsafeRawBufferPointer(start: from, count: Moment.textBytes))
            try delete.run()
        }
        unsafe cells[hidden.pending].payload &= ~1
    }

    /// Has the CPU fetch what the ended versions of the next rows take, of many rows at once: each version names the
    /// one before it, so that they would be waited for one by one.
    func approach(_ number: Int, of rows: UnsafeMutablePointer<RowTable>) {
        guard number % HistoryFold.approachedRows == 0 else { return }
        let count = unsafe min(HistoryFold.approachedRows, rows.pointee.dirtyCount - number)
        for index in 0..<count {
            let row = unsafe Int(rows.pointee.dirty[number + index])
            let pending = unsafe rows.pointee.cells[row * rows.pointee.width + hidden.pending]
            unsafe approached[index] = Int(pending.payload >> 1)
        }
        var (left, fetched) = (count, 0)
        while left > 0 {
            var next = 0
            for index in 0..<left where unsafe approached[index] > 0 {
                let step = unsafe log.pointee.touch(approached[index])
                unsafe approached[next] = step.previous
                fetched |= Int(step.fetched)
                next += 1
            }
            left = next
        }
        // Or the compiler would see that nobody needs it.
        unsafe approached[0] = fetched
    }

    /// Writes what a row's history still lacks, the newest version first.
    func write(_ row: Int, of rows: UnsafeMutablePointer<RowTable>) throws(SQLiteError) {
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        let pending = unsafe cells[hidden.pending].payload
        guard pending != 0 else { return }
        let texts = unsafe UnsafePointer(rows.pointee.arena)
        var begin: Int64?
        if pending & 1 == 1 {
            for column in 0..<columnCount {
                unsafe upsert.set(keyCount + column, cells[keyCount + column], texts: texts)
            }
            try unsafe write(key: cells, texts, from: cells[hidden.validFrom].payload, to: end.packed, after: &begin)
        }
        try unsafe writeEnded(pending, key: cells, texts, after: &begin)
        unsafe cells[hidden.pending] = .null
    }

    /// Writes a row's ended versions, while its open one may still change.
    func writeEnded(_ row: Int, of rows: UnsafeMutablePointer<RowTable>) throws(SQLiteError) {
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        let pending = unsafe cells[hidden.pending].payload
        guard pending > 1 else { return }
        var begin: Int64?
        try unsafe writeEnded(pending, key: cells, UnsafePointer(rows.pointee.arena), after: &begin)
        unsafe cells[hidden.pending] = .integer(pending & 1)
    }

    @inline(__always)
    private func writeEnded(
        _ pending: Int64, key: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>, after begin: inout Int64?
    ) throws(SQLiteError) {
        var number = Int(pending >> 1)
        while number > 0 {
            var (step, place) = unsafe log.pointee.step(number)
            for column in 0..<columnCount {
                let cell = unsafe log.pointee.cell(column, &place, row: upsert.row)
                unsafe upsert.set(keyCount + column, cell, texts: UnsafePointer(log.pointee.bytes))
            }
            try unsafe write(key: key, texts, from: step.from, to: step.to, after: &begin)
            number = step.previous
        }
    }

    /// Ends a row of the run, whose columns are set; `last` is when the version written before it began.
    @inline(__always)
    private func write(
        key: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>, from: Int64, to: Int64, after last: inout Int64?
    ) throws(SQLiteError) {
        for column in 0..<keyCount { unsafe upsert.set(column, key[column], texts: texts) }
        let row = upsert.row
        let begin = unsafe print(from, place: 2 * row)
        // As a rule a version ends where the one written before it begins.
        let isShared = row > 0 && to == last
        let finish = unsafe isShared ? begin - 2 * Moment.textBytes : print(to, place: 2 * row + 1)
        unsafe upsert.set(keyCount + columnCount, borrowedText: begin, count: Moment.textBytes)
        unsafe upsert.set(keyCount + columnCount + 1, borrowedText: finish, count: Moment.textBytes)
        last = from
        try upsert.endRow()
    }

    /// Writes what `write` has put off.
    func run() throws(SQLiteError) {
        try upsert.run()
    }

    /// Writes what `write` has put off, and forgets it.
    func flush() throws(SQLiteError) {
        try run()
        forget()
    }

    /// Ends all open versions in the file at `time`: the table is emptied (R18).
    func closeAll(at time: String) throws(SQLiteError) {
        for statement in [dropOpen, endOpen] {
            statement.bind(1, time)
            try statement.run()
        }
    }

    /// Ends the open version at `time` and collects it; false if it would then be at no moment.
    @inline(__always)
    private func endVersion(_ row: Int, of rows: UnsafeMutablePointer<RowTable>, at time: Moment) -> Bool {
        let cells = unsafe rows.pointee.cells + row * rows.pointee.width
        let from = unsafe cells[hidden.validFrom].payload
        guard time.packed > from else { return false }
        let pending = unsafe cells[hidden.pending].payload
        let step = HistoryLog.Step(from: from, to: time.packed, previous: Int(pending >> 1))
        let number = unsafe log.pointee.append(
            step, columns: cells + keyCount, texts: UnsafePointer(rows.pointee.arena))
        unsafe cells[hidden.pending] = .integer(Int64(number) << 1 | pending & 1)
        unsafe cells[hidden.lastEnd] = .integer(time.packed)
        return true
    }

    /// A moment's text, which stays until the same place is used again.
    @inline(__always)
    private func print(_ packed: Int64, place: Int) -> UnsafePointer<UInt8> {
        let text = unsafe moments + place * Moment.textBytes
        unsafe Moment(packed: packed).writeAll(to: text)
        return unsafe UnsafePointer(text)
    }

    /// A moment of the file as a cell; NULL if somebody put something else there.
    private func moment(of statement: Statement, _ column: Int32) -> Cell {
        guard statement.kind(column) == .text else { return .null }
        return statement.withText(column) { text in
            guard text.byteCount == Moment.textBytes else { return .null }
            return unsafe text.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return .null }
                return unsafe .integer(Moment(base.assumingMemoryBound(to: UInt8.self)).packed)
            }
        }
    }
}
