// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

/// How the decoder fills a batch: cells are reserved, written in place, and counted in with their record.
extension EventBatch {
    /// Makes room for `count` cells after those in use, and gives the index of the first.
    @discardableResult
    func reserveCells(_ count: Int) -> Int {
        let used = cellCount
        if unsafe used + count > storage.pointee.cellCapacity { growCells(to: used + count) }
        return used
    }

    /// The number of cells for which there is room.
    var cellCapacity: Int { unsafe storage.pointee.cellCapacity }

    /// Counts in cells that have been filled.
    func countCells(_ count: Int) {
        unsafe storage.pointee.cellCount += count
    }

    /// Takes back what was written to the arena since it had `count` bytes.
    func truncateArena(to count: Int) {
        unsafe storage.pointee.arenaCount = count
    }

    /// Lets the shim write cells from `cell` on, with as much arena as it asks for.
    @inline(__always)
    func write(at cell: Int, _ body: (UnsafeMutablePointer<csimdjson_output>) -> Int) {
        let target = unsafe UnsafeMutableRawPointer(cells + cell).assumingMemoryBound(to: csimdjson_cell.self)
        var output = unsafe csimdjson_output(
            cells: target, arena: arena, arena_count: arenaCount, arena_capacity: storage.pointee.arenaCapacity)
        while true {
            let missing = unsafe body(&output)
            if missing == 0 { break }
            reserveArena(missing)
            unsafe output.arena = arena
            unsafe output.arena_capacity = storage.pointee.arenaCapacity
        }
        unsafe storage.pointee.arenaCount = output.arena_count
    }

    func append(_ record: EventRecord) {
        unsafe storage.pointee.records.append(record)
    }

    func setNull(_ cell: Int) {
        unsafe cells[cell] = .null
    }

    func setInteger(_ cell: Int, _ value: Int64) {
        unsafe cells[cell] = .integer(value)
    }

    /// Makes a cell a timestamp of ms since 1970; false, and nothing is changed, if its year is outside 0001 to 9999.
    func setTimestamp(_ cell: Int, ms: Int64) -> Bool {
        let length = EventBatch.timestampBytes
        reserveArena(length)
        guard unsafe csimdjson_print_timestamp(ms, arena + arenaCount) != 0 else { return false }
        unsafe cells[cell] = Cell(payload: Int64(arenaCount), length: UInt32(length), kind: .text)
        truncateArena(to: arenaCount + length)
        return true
    }

    /// The bytes of a stored timestamp.
    private static let timestampBytes = 27

    /// Fills the two cells of an identity.
    func setIdentity(_ identity: EventIdentity?, at cell: Int) {
        unsafe cells[cell] = identity.map { .integer(Int64(bitPattern: $0.first)) } ?? .null
        unsafe cells[cell + 1] = identity.map { .integer(Int64(bitPattern: $0.second)) } ?? .null
    }

    /// Copies a cell of another batch, with its text.
    func copy(_ index: Int, of other: EventBatch, to cell: Int) {
        let value = unsafe other.cells[index]
        unsafe cells[cell] = value
        guard value.length > 0 else { return }
        reserveArena(Int(value.length))
        unsafe (arena + arenaCount).update(from: other.arena + Int(value.payload), count: Int(value.length))
        unsafe cells[cell].payload = Int64(arenaCount)
        truncateArena(to: arenaCount + Int(value.length))
    }

    func isNull(_ cell: Int) -> Bool { unsafe cells[cell].isNull }

    func isBad(_ cell: Int) -> Bool { unsafe cells[cell].kind == .bad }

    /// Makes a bad cell with the start of what was found.
    func setBad(_ cell: Int, _ fault: ConversionFault, excerptOf found: UnsafeRawBufferPointer?) {
        var length = unsafe min(found?.count ?? 0, CSIMDJSON_EXCERPT_BYTES_MAX)
        if let found = unsafe found, length < found.count {
            while length > 0, unsafe found[length] & 0xC0 == 0x80 { length -= 1 }
        }
        reserveArena(length)
        if let start = unsafe found?.baseAddress, length > 0 {
            unsafe UnsafeMutableRawPointer(arena + arenaCount).copyMemory(from: start, byteCount: length)
        }
        unsafe cells[cell] = Cell(
            payload: Int64(arenaCount), length: UInt32(length), kind: .bad, rawFault: fault.rawValue)
        truncateArena(to: arenaCount + length)
    }

    /// Makes `record` unreadable, with an excerpt of its value as its one cell.
    func setUnreadable(_ record: inout EventRecord, _ fault: ConversionFault, excerptOf value: UnsafeRawBufferPointer) {
        unsafe setBad(reserveCells(1), fault, excerptOf: value)
        record.rawFate = EventFate.unreadable.rawValue
        record.rawFault = fault.rawValue
        record.cellCount = 1
        countCells(1)
    }

    /// Lends the text of a cell; nil for NULL.
    func withText<R>(at cell: Int, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        let text = unsafe cells[cell]
        if text.isNull { return body(nil) }
        return unsafe body(UnsafeRawBufferPointer(start: arena + Int(text.payload), count: Int(text.length)))
    }

    /// Makes room for `count` bytes after those in use.
    private func reserveArena(_ count: Int) {
        let used = arenaCount
        let capacity = unsafe storage.pointee.arenaCapacity
        guard used + count > capacity else { return }
        unsafe storage.pointee.arenaCapacity = max(used + count, 2 * capacity)
        unsafe FlatMemory.grow(&storage.pointee.arena, to: storage.pointee.arenaCapacity)
    }

    private func growCells(to needed: Int) {
        unsafe storage.pointee.cellCapacity = max(needed, 2 * storage.pointee.cellCapacity)
        unsafe FlatMemory.grow(&storage.pointee.cells, to: storage.pointee.cellCapacity)
    }
}
