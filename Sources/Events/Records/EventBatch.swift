// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Decoded records of one projection in the order in which they arrived, with their cells and texts.
///
/// One thread owns a batch at a time: the reader fills it and hands it to the writer, which empties it and gives it
/// back. The memory grows to what the largest batch needed and is used again.
@safe
public final class EventBatch: @unchecked Sendable {
    // Proof of Sendable: a batch is reached by one thread at a time, since it is handed over whole through a queue
    // whose lock orders the accesses; nobody keeps a reference past the hand-over.
    // Proof of safe: the two pointers are owned from init to deinit, and what is read through them stays below
    // `cellCount` and `arenaCount`; the pointers themselves are unsafe to use and marked so where they are.

    /// The records, in order of arrival.
    public internal(set) var records: [EventRecord] = []
    /// The cells of all records.
    public internal(set) var cells: UnsafeMutablePointer<Cell>
    /// The number of cells in use.
    public internal(set) var cellCount = 0
    /// The bytes of all texts; cells hold offsets into it.
    public internal(set) var arena: UnsafeMutablePointer<UInt8>
    /// The number of arena bytes in use.
    public internal(set) var arenaCount = 0
    var cellCapacity: Int
    var arenaCapacity: Int

    /// Makes an empty batch.
    public init() {
        cellCapacity = 4_096
        arenaCapacity = 65_536
        unsafe cells = .allocate(capacity: cellCapacity)
        unsafe arena = .allocate(capacity: arenaCapacity)
    }

    deinit {
        unsafe cells.deallocate()
        unsafe arena.deallocate()
    }

    /// Forgets the records and keeps the memory.
    public func removeAll() {
        records.removeAll(keepingCapacity: true)
        cellCount = 0
        arenaCount = 0
    }

    /// The bytes held by records, cells and texts: what a bound on a batch's size is compared with.
    public var byteCount: Int {
        records.count * MemoryLayout<EventRecord>.stride + cellCount * MemoryLayout<Cell>.stride + arenaCount
    }

    /// The text of a cell as a string, for messages.
    public func string(of cell: Cell) -> String {
        let bytes = unsafe UnsafeBufferPointer(start: arena + Int(cell.payload), count: Int(cell.length))
        return unsafe String(decoding: bytes, as: UTF8.self)
    }
}
