// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import Glibc
internal import SQLite

/// Ended versions of rows that a transaction still has to write, packed: the more of them a transaction holds, the
/// fewer rows and pages of the history are written twice.
///
/// A version of a row of 4 columns takes about 50 bytes.
@safe
struct HistoryLog {
    // Proof of safe: what `bytes` points to is made in init and freed by `deallocate`, which the owner calls last;
    // step numbers come from `append` and are read as they were written.

    /// What stands before the columns of a step.
    struct Step {
        var from: Int64
        var to: Int64
        /// The number of the same row's step before it; 0 if there is none.
        var previous: Int
    }

    /// Marks a cell whose integer has 4 bytes, or whose text has a length of one byte.
    private static let short: UInt8 = 0x80
    /// Marks a timestamp that is kept as a number; no kind has it.
    private static let moment: UInt8 = 0x40
    /// The most that a cell takes beside its text.
    private static let cellBytes = 9

    /// The columns of a step: the declared ones beside the key.
    let width: Int
    /// The bytes in use.
    private(set) var byteCount = 0
    /// The steps, in which the texts of their columns stand.
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private var capacity = 1_024 * 1_024
    /// Room behind `capacity` for the timestamps of the steps that are being read.
    private var momentBytes: Int { BulkStatement.rowsMax * width * Moment.textBytes }

    init(columnCount: Int) {
        width = columnCount
        unsafe bytes = FlatMemory.make(capacity + BulkStatement.rowsMax * columnCount * Moment.textBytes)
    }

    func deallocate() {
        unsafe FlatMemory.free(bytes)
    }

    /// Forgets all steps and keeps the memory.
    mutating func removeAll() {
        byteCount = 0
    }

    /// Adds a step with a copy of a row's columns; gives its number, which is above 0.
    @inline(__always)
    mutating func append(_ step: Step, columns: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) -> Int {
        let start = byteCount
        reserve(MemoryLayout<Step>.size + width * HistoryLog.cellBytes)
        put(step)
        for column in 0..<width { unsafe put(columns[column], texts) }
        return start + 1
    }

    /// A step, and where its first cell stands.
    @inline(__always)
    func step(_ number: Int) -> (step: Step, cells: Int) {
        var place = number - 1
        return (take(Step.self, &place), place)
    }

    /// Has the CPU fetch a step; gives the number of the same row's step before it, and a byte that it had to fetch.
    @inline(__always)
    func touch(_ number: Int) -> (previous: Int, fetched: UInt8) {
        var place = number - 1
        let previous = take(Step.self, &place).previous
        // Its last bytes lie in another of the CPU's lines.
        place += width * HistoryLog.cellBytes - 1
        return (previous, take(UInt8.self, &place))
    }

    /// The cell of a column, at `place`, whose text is in `bytes` until a step is read as the same `row` of a run;
    /// moves on to the next.
    @inline(__always)
    func cell(_ column: Int, _ place: inout Int, row: Int) -> Cell {
        let tag = take(UInt8.self, &place)
        if tag == HistoryLog.moment {
            let text = capacity + (row * width + column) * Moment.textBytes
            unsafe Moment(packed: take(Int64.self, &place)).writeAll(to: bytes + text)
            return Cell(payload: Int64(text), length: UInt32(Moment.textBytes), kind: .text)
        }
        let isShort = tag & HistoryLog.short != 0
        guard let kind = CellKind(rawValue: tag & ~HistoryLog.short) else { return .null }
        switch kind {
        case .text, .blob:
            let length = isShort ? UInt32(take(UInt8.self, &place)) : take(UInt32.self, &place)
            defer { place += Int(length) }
            return Cell(payload: Int64(place), length: length, kind: kind)
        case .integer, .real:
            let payload = isShort ? Int64(take(Int32.self, &place)) : take(Int64.self, &place)
            return Cell(payload: payload, length: 0, kind: kind)
        default: return .null
        }
    }

    @inline(__always)
    private mutating func put(_ cell: Cell, _ texts: UnsafePointer<UInt8>) {
        switch cell.kind {
        case .text where unsafe cell.length == Moment.textBytes && putMoment(texts + Int(cell.payload)): return
        case .text, .blob:
            if cell.length <= UInt8.max {
                put(cell.rawKind | HistoryLog.short)
                put(UInt8(truncatingIfNeeded: cell.length))
            } else {
                put(cell.rawKind)
                put(cell.length)
            }
            let length = Int(cell.length)
            reserve(length + width * HistoryLog.cellBytes)
            unsafe (bytes + byteCount).update(from: texts + Int(cell.payload), count: length)
            byteCount += length
        case .integer, .real:
            if let small = Int32(exactly: cell.payload) {
                put(cell.rawKind | HistoryLog.short)
                put(small)
            } else {
                put(cell.rawKind)
                put(cell.payload)
            }
        default: put(CellKind.null.rawValue)
        }
    }

    /// Keeps a text as a number, if it is a timestamp as they are stored; false if not.
    private mutating func putMoment(_ text: UnsafePointer<UInt8>) -> Bool {
        let moment = unsafe Moment(text)
        let again = unsafe bytes + capacity
        unsafe moment.writeAll(to: again)
        guard unsafe memcmp(again, text, Moment.textBytes) == 0 else { return false }
        put(HistoryLog.moment)
        put(moment.packed)
        return true
    }

    @inline(__always)
    private mutating func put<Value: BitwiseCopyable>(_ value: Value) {
        unsafe UnsafeMutableRawPointer(bytes + byteCount).storeBytes(of: value, as: Value.self)
        byteCount += MemoryLayout<Value>.size
    }

    @inline(__always)
    private func take<Value: BitwiseCopyable>(_ type: Value.Type, _ place: inout Int) -> Value {
        defer { place += MemoryLayout<Value>.size }
        return unsafe UnsafeRawPointer(bytes + place).loadUnaligned(as: type)
    }

    /// Makes room for `length` further bytes.
    @inline(__always)
    private mutating func reserve(_ length: Int) {
        if byteCount + length > capacity { grow(by: length) }
    }

    private mutating func grow(by length: Int) {
        while byteCount + length > capacity { capacity *= 2 }
        unsafe FlatMemory.grow(&bytes, to: capacity + momentBytes)
    }
}
