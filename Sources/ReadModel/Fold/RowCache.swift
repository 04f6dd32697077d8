// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// The rows of one table that the fold has at hand, by key: open addressing over a slab of cells.
///
/// A row's number stays valid until `removeAll`. Texts that are replaced leave their bytes behind, so the owner empties
/// the cache when `byteCount` passes its bound; it never does so while rows are dirty.
@safe
final class RowCache {
    // Proof of safe: `state` and what it points to are owned from init to deinit; row numbers come from `find` and
    // `insert` and are below `count`.

    /// What is known of a row.
    struct Row {
        var hash: UInt64
        /// The partition and offset of the last record applied; meaningful if `hasAt`.
        var at: Int64
        /// Whether the row exists, as of the last event.
        var exists: Bool
        /// Whether the file may hold the row.
        var mayBeInFile: Bool
        /// Whether it must be written.
        var isDirty: Bool
        /// Whether `at` is known: the row was read, or an event made it.
        var hasAt: Bool
    }

    // The fields are reached through one pointer, since a class's own fields would be checked for exclusive access at
    // every touch: 15 % of the fold.
    @safe
    struct State {
        // Proof of safe: only its cache reads and writes through these, below `count` and `capacity`.
        var rows: UnsafeMutablePointer<Row>
        var cells: UnsafeMutablePointer<Cell>
        var index: UnsafeMutablePointer<UInt32>
        var mask: Int
        var count: Int
        var capacity: Int
    }

    let width: Int
    let keyCount: Int
    let state: UnsafeMutablePointer<State>
    let arena = ByteArena()

    init(width: Int, keyCount: Int) {
        self.width = width
        self.keyCount = keyCount
        unsafe state = .allocate(capacity: 1)
        let capacity = 1_024
        unsafe state.initialize(
            to: State(
                rows: .allocate(capacity: capacity), cells: .allocate(capacity: capacity * width),
                index: RowCache.emptyIndex(capacity * 2), mask: capacity * 2 - 1, count: 0, capacity: capacity))
    }

    deinit {
        unsafe state.pointee.rows.deallocate()
        unsafe state.pointee.cells.deallocate()
        unsafe state.pointee.index.deallocate()
        unsafe state.deallocate()
    }

    /// The bytes that the cache holds.
    var byteCount: Int {
        let perRow = MemoryLayout<Row>.stride + width * MemoryLayout<Cell>.stride + 2 * MemoryLayout<UInt32>.stride
        return unsafe state.pointee.count * perRow + arena.count
    }

    /// The number of rows.
    var count: Int { unsafe state.pointee.count }

    /// Forgets all rows and keeps the memory.
    func removeAll() {
        unsafe state.pointee.index.update(repeating: 0, count: state.pointee.mask + 1)
        unsafe state.pointee.count = 0
        arena.removeAll()
    }

    /// The number of the row with that key, whose texts lie at `texts`; -1 if it is not here.
    func find(hash: UInt64, key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) -> Int {
        let s = unsafe state.pointee
        let own = unsafe UnsafePointer(arena.start)
        var slot = Int(truncatingIfNeeded: hash) & s.mask
        while true {
            let entry = unsafe s.index[slot]
            if entry == 0 { return -1 }
            let row = Int(entry) - 1
            if unsafe s.rows[row].hash == hash,
                unsafe KeyCells.areEqual(key, texts, s.cells + row * width, own, count: keyCount)
            {
                return row
            }
            slot = (slot + 1) & s.mask
        }
    }

    /// Adds a row of which nothing is known yet; its columns are NULL.
    func insert(hash: UInt64, key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) -> Int {
        if unsafe state.pointee.count == state.pointee.capacity { grow() }
        let row = unsafe state.pointee.count
        unsafe state.pointee.count = row + 1
        let cells = unsafe state.pointee.cells + row * width
        for column in 0..<width {
            unsafe cells[column] = .null
            if column < keyCount { unsafe store(key[column], texts: texts, in: cells + column) }
        }
        unsafe state.pointee.rows[row] = Row(
            hash: hash, at: 0, exists: false, mayBeInFile: true, isDirty: false, hasAt: false)
        unsafe RowCache.place(row, hash, state.pointee.index, state.pointee.mask)
        return row
    }

    /// Puts a value into a row's cell; its text is copied, over the old one where it fits.
    @inline(__always)
    func store(_ value: Cell, texts: UnsafePointer<UInt8>, in place: UnsafeMutablePointer<Cell>) {
        var cell = value
        cell.reserved = 0
        if value.rawKind == CellKind.text.rawValue || value.rawKind == CellKind.blob.rawValue {
            let bytes = unsafe texts + Int(value.payload)
            let old = unsafe place.pointee
            if old.length >= value.length, old.length > 0 {
                unsafe (arena.start + Int(old.payload)).update(from: bytes, count: Int(value.length))
                cell.payload = old.payload
            } else {
                cell.payload = unsafe Int64(arena.append(bytes, Int(value.length)))
            }
        }
        unsafe place.pointee = cell
    }

    private func grow() {
        let old = unsafe state.pointee
        let capacity = old.capacity * 2
        var next = unsafe State(
            rows: .allocate(capacity: capacity), cells: .allocate(capacity: capacity * width),
            index: RowCache.emptyIndex(capacity * 2), mask: capacity * 2 - 1, count: old.count, capacity: capacity)
        unsafe next.rows.update(from: old.rows, count: old.count)
        unsafe next.cells.update(from: old.cells, count: old.count * width)
        for row in 0..<old.count { unsafe RowCache.place(row, next.rows[row].hash, next.index, next.mask) }
        unsafe old.rows.deallocate()
        unsafe old.cells.deallocate()
        unsafe old.index.deallocate()
        unsafe swap(&state.pointee, &next)
    }

    private static func place(_ row: Int, _ hash: UInt64, _ index: UnsafeMutablePointer<UInt32>, _ mask: Int) {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while unsafe index[slot] != 0 { slot = (slot + 1) & mask }
        unsafe index[slot] = UInt32(row + 1)
    }

    private static func emptyIndex(_ count: Int) -> UnsafeMutablePointer<UInt32> {
        let index = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
        unsafe index.initialize(repeating: 0, count: count)
        return unsafe index
    }
}
