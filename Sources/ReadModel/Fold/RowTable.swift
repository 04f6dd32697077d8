// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import SQLite

/// The rows of one table that the fold has at hand, by key: open addressing over a slab of cells.
///
/// It lives behind a pointer that its `TableFold` owns, since a class's own fields would be checked for exclusive
/// access at every touch (measured: 11 % of the fold). A row's number stays valid until `removeAll`. Texts that are
/// replaced by longer ones leave their bytes behind, so the owner empties it when `byteCount` passes its bound,
/// between transactions.
@safe
struct RowTable {
    // Proof of safe: what the pointers point to is made in init and freed by `deallocate`, which the owner calls
    // last; row numbers come from `find` and `insert` and are below `count`.

    /// What is known of a row.
    struct Row {
        /// The partition and offset of the last record applied; meaningful if `hasAt`.
        var at: Int64 = 0
        /// The lower half of its key's hash; the upper one stands in the index.
        var hash: UInt32
        /// Whether the row exists, as of the last event.
        var exists = false
        /// Whether the file may hold the row.
        var mayBeInFile = true
        /// Whether it must be written.
        var isDirty = false
        /// Whether `at` is known: the row was read, or an event made it.
        var hasAt = false
    }

    let width: Int
    let keyCount: Int
    /// The cells of the key and the other declared columns; those behind them are ours (`HiddenCells`).
    let declaredCount: Int
    /// The rows by the part of their key that is the record's, for a table by element.
    let chains: UnsafeMutablePointer<RowChains>?
    private(set) var rows: UnsafeMutablePointer<Row>
    private(set) var cells: UnsafeMutablePointer<Cell>
    /// The texts of all cells.
    private(set) var arena: UnsafeMutablePointer<UInt8>
    /// The numbers of the rows that must be written, in the order of their first change.
    private(set) var dirty: UnsafeMutablePointer<UInt32>
    private(set) var count = 0
    private(set) var dirtyCount = 0
    /// By hash: the upper half of the hash, and the row's number + 1; 0 is free.
    private var index: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private var capacity = 1_024
    private var arenaCount = 0
    private var arenaCapacity = 65_536

    /// `prefixCount`: the key columns by which rows are chained; 0 for none.
    init(declaredCount: Int, keyCount: Int, hiddenCount: Int, prefixCount: Int = 0) {
        width = declaredCount + hiddenCount
        self.keyCount = keyCount
        self.declaredCount = declaredCount
        unsafe chains = prefixCount > 0 ? .allocate(capacity: 1) : nil
        unsafe chains?.initialize(to: RowChains(prefixCount: prefixCount))
        unsafe rows = FlatMemory.make(capacity)
        unsafe cells = FlatMemory.make(capacity * width)
        unsafe dirty = FlatMemory.make(capacity)
        unsafe arena = FlatMemory.make(arenaCapacity)
        unsafe index = FlatMemory.zeroed(capacity * 2)
        mask = capacity * 2 - 1
    }

    func deallocate() {
        unsafe chains?.pointee.deallocate()
        unsafe chains?.deallocate()
        unsafe FlatMemory.free(rows)
        unsafe FlatMemory.free(cells)
        unsafe FlatMemory.free(dirty)
        unsafe FlatMemory.free(arena)
        unsafe FlatMemory.free(index)
    }

    /// The bytes in use.
    var byteCount: Int {
        let perRow = MemoryLayout<Row>.stride + width * MemoryLayout<Cell>.stride + 2 * MemoryLayout<UInt64>.stride
        return unsafe count * perRow + arenaCount + (chains?.pointee.byteCount ?? 0)
    }

    /// Forgets all rows and keeps the memory.
    mutating func removeAll() {
        unsafe index.update(repeating: 0, count: mask + 1)
        count = 0
        dirtyCount = 0
        arenaCount = 0
        unsafe chains?.pointee.removeAll()
    }

    /// The number of the row with that key, whose texts lie at `texts`; -1 if it is not here.
    @inline(__always)
    func find(hash: UInt64, key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) -> Int {
        let tag = hash >> 32
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = unsafe index[slot]
            if entry == 0 { return -1 }
            if entry >> 32 == tag {
                let row = Int(entry & 0xffff_ffff) - 1
                if unsafe KeyCells.areEqual(key, texts, cells + row * width, arena, count: keyCount) { return row }
            }
            slot = (slot + 1) & mask
        }
    }

    /// Adds a row of which nothing is known yet; its columns are NULL.
    mutating func insert(hash: UInt64, key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) -> Int {
        if count == capacity { grow() }
        let row = count
        count += 1
        for column in 0..<width {
            unsafe cells[row * width + column] = .null
            if column < keyCount { unsafe store(key[column], texts: texts, row: row, column: column) }
        }
        unsafe rows[row] = Row(hash: UInt32(truncatingIfNeeded: hash))
        unsafe place(row, hash, index, mask)
        return row
    }

    /// Puts a value into a row; its text is copied, over the old one where it fits.
    @inline(__always)
    mutating func store(_ value: Cell, texts: UnsafePointer<UInt8>, row: Int, column: Int) {
        let place = unsafe cells + (row * width + column)
        var cell = value
        cell.reserved = 0
        if value.rawKind == CellKind.text.rawValue || value.rawKind == CellKind.blob.rawValue {
            let old = unsafe place.pointee
            if old.length < value.length || old.length == 0 { reserve(Int(value.length)) }
            if old.length >= value.length, old.length > 0 {
                cell.payload = old.payload
            } else {
                cell.payload = Int64(arenaCount)
                arenaCount += Int(value.length)
            }
            unsafe (arena + Int(cell.payload)).update(from: texts + Int(value.payload), count: Int(value.length))
        }
        unsafe place.pointee = cell
    }

    /// Puts a value that was read from the file into a row.
    mutating func load(_ statement: Statement, _ index: Int32, row: Int, column: Int) {
        switch statement.kind(index) {
        case .null: unsafe cells[row * width + column] = .null
        case .integer: unsafe cells[row * width + column] = .integer(statement.integer(index))
        case .real: unsafe cells[row * width + column] = .real(statement.real(index))
        case .text: statement.withText(index) { load($0, .text, row: row, column: column) }
        case .blob: statement.withBlob(index) { load($0, .blob, row: row, column: column) }
        }
    }

    private mutating func load(_ bytes: RawSpan, _ kind: CellKind, row: Int, column: Int) {
        reserve(bytes.byteCount)
        let start = arenaCount
        arenaCount += bytes.byteCount
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            unsafe (arena + start).update(from: base.assumingMemoryBound(to: UInt8.self), count: buffer.count)
        }
        unsafe cells[row * width + column] = Cell(payload: Int64(start), length: UInt32(bytes.byteCount), kind: kind)
    }

    /// Binds a row's key to a statement's first parameters.
    func bindKey(_ row: Int, to statement: Statement) {
        for column in 0..<keyCount {
            unsafe statement.bind(Int32(column + 1), cells[row * width + column], texts: UnsafePointer(arena))
        }
    }

    /// Notes that a row was changed by the record at `at`.
    @inline(__always)
    mutating func touch(_ row: Int, exists: Bool, at: Int64) {
        unsafe rows[row].exists = exists
        unsafe rows[row].at = at
        unsafe rows[row].hasAt = true
        if unsafe !rows[row].isDirty {
            unsafe rows[row].isDirty = true
            unsafe dirty[dirtyCount] = UInt32(row)
            dirtyCount += 1
        }
    }

    /// Takes back what is known of a row, the last one that changed.
    mutating func restore(_ row: Int, to state: Row) {
        if unsafe rows[row].isDirty && !state.isDirty { dirtyCount -= 1 }
        unsafe rows[row] = state
    }

    /// Makes all declared columns of a row NULL but its key.
    func clearColumns(_ row: Int) {
        for column in keyCount..<declaredCount { unsafe cells[row * width + column] = .null }
    }

    /// Notes that a changed row was written.
    func wasWritten(_ row: Int) {
        unsafe rows[row].isDirty = false
        unsafe rows[row].mayBeInFile = rows[row].exists
    }

    /// Notes that all changed rows were written.
    mutating func allWritten() {
        dirtyCount = 0
    }

    private mutating func reserve(_ length: Int) {
        guard arenaCount + length > arenaCapacity else { return }
        while arenaCount + length > arenaCapacity { arenaCapacity *= 2 }
        unsafe FlatMemory.grow(&arena, to: arenaCapacity)
    }

    private mutating func grow() {
        capacity *= 2
        unsafe FlatMemory.grow(&rows, to: capacity)
        unsafe FlatMemory.grow(&cells, to: capacity * width)
        unsafe FlatMemory.grow(&dirty, to: capacity)
        let (old, oldMask) = unsafe (index, mask)
        unsafe index = FlatMemory.zeroed(capacity * 2)
        mask = capacity * 2 - 1
        for slot in 0...oldMask {
            let entry = unsafe old[slot]
            if entry == 0 { continue }
            let row = Int(entry & 0xffff_ffff) - 1
            unsafe place(row, entry & 0xffff_ffff_0000_0000 | UInt64(rows[row].hash), index, mask)
        }
        unsafe FlatMemory.free(old)
    }

    private func place(_ row: Int, _ hash: UInt64, _ index: UnsafeMutablePointer<UInt64>, _ mask: Int) {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while unsafe index[slot] != 0 { slot = (slot + 1) & mask }
        unsafe index[slot] = hash & 0xffff_ffff_0000_0000 | UInt64(row + 1)
    }
}
