// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// The rows that one record has changed so far, as they were before, so that it can be taken back.
///
/// Elements of one record may name one row, and each sees what the one before it made: their rows cannot all be
/// computed before any is stored.
@safe
struct RowUndo {
    // Proof of safe: the memory is made in init and freed by `deallocate`; entries are taken back before their tables'
    // rows can move or go, within the call that made them.

    /// One row.
    ///
    /// Proof of safe: that of the whole, which alone holds it.
    @safe
    private struct Entry {
        var rows: UnsafeMutablePointer<RowTable>
        var row: Int
        var state: RowTable.Row
        /// Where the columns that are not key begin in `cells`, if the row existed.
        var firstCell: Int
    }

    private var entries: UnsafeMutablePointer<Entry>
    private var entryCount = 0
    private var entryCapacity = 64
    private var cells: UnsafeMutablePointer<Cell>
    private var cellCount = 0
    private var cellCapacity = 512
    private let texts = ByteArena()

    init() {
        unsafe entries = FlatMemory.make(entryCapacity)
        unsafe cells = FlatMemory.make(cellCapacity)
    }

    func deallocate() {
        unsafe FlatMemory.free(entries)
        unsafe FlatMemory.free(cells)
    }

    /// Forgets the record before.
    mutating func begin() {
        entryCount = 0
        cellCount = 0
        texts.removeAll()
    }

    /// Keeps a row that is about to change.
    mutating func save(_ row: Int, of rows: UnsafeMutablePointer<RowTable>) {
        let state = unsafe rows.pointee.rows[row]
        if entryCount == entryCapacity {
            entryCapacity *= 2
            unsafe FlatMemory.grow(&entries, to: entryCapacity)
        }
        unsafe entries[entryCount] = Entry(rows: rows, row: row, state: state, firstCell: cellCount)
        entryCount += 1
        guard state.exists else { return }
        let (width, keyCount) = unsafe (rows.pointee.width, rows.pointee.keyCount)
        if cellCount + width > cellCapacity {
            while cellCount + width > cellCapacity { cellCapacity *= 2 }
            unsafe FlatMemory.grow(&cells, to: cellCapacity)
        }
        for column in keyCount..<width {
            var cell = unsafe rows.pointee.cells[row * width + column]
            if cell.length > 0 {
                cell.payload = Int64(
                    unsafe texts.append(rows.pointee.arena + Int(cell.payload), Int(cell.length)))
            }
            unsafe cells[cellCount] = cell
            cellCount += 1
        }
    }

    /// Makes all rows what they were.
    mutating func restore() {
        while entryCount > 0 {
            entryCount -= 1
            let entry = unsafe entries[entryCount]
            let table = unsafe entry.rows
            let (width, keyCount) = unsafe (table.pointee.width, table.pointee.keyCount)
            if entry.state.exists {
                for column in keyCount..<width {
                    let cell = unsafe cells[entry.firstCell + column - keyCount]
                    unsafe table.pointee.store(cell, texts: texts.start, row: entry.row, column: column)
                }
            }
            unsafe table.pointee.restore(entry.row, to: entry.state)
        }
    }
}
