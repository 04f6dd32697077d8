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
    // Proof of safe: the pointers are owned from init to deinit, and what is read through them stays below
    // `cellCount` and `arenaCount`; the pointers themselves are unsafe to use and marked so where they are.

    /// The batch's memory, behind a pointer since a class's own fields cost checks at every access.
    ///
    /// Proof of safe: that of the batch, which alone holds it.
    @safe
    @usableFromInline
    struct Storage {
        @usableFromInline var records: [EventRecord] = []
        @usableFromInline var cells: UnsafeMutablePointer<Cell>
        @usableFromInline var cellCount = 0
        var cellCapacity = 4_096
        @usableFromInline var arena: UnsafeMutablePointer<UInt8>
        @usableFromInline var arenaCount = 0
        var arenaCapacity = 65_536

        init() {
            unsafe cells = FlatMemory.make(cellCapacity)
            unsafe arena = FlatMemory.make(arenaCapacity)
        }
    }

    @usableFromInline let storage: UnsafeMutablePointer<Storage>

    /// Makes an empty batch.
    public init() {
        unsafe storage = .allocate(capacity: 1)
        unsafe storage.initialize(to: Storage())
    }

    deinit {
        unsafe FlatMemory.free(storage.pointee.cells)
        unsafe FlatMemory.free(storage.pointee.arena)
        unsafe storage.deinitialize(count: 1)
        unsafe storage.deallocate()
    }

    /// The records, in order of arrival.
    @inlinable public var records: [EventRecord] { unsafe storage.pointee.records }

    /// The cells of all records; valid until the next record is decoded.
    @inlinable public var cells: UnsafeMutablePointer<Cell> { unsafe storage.pointee.cells }

    /// The number of cells in use.
    @inlinable public var cellCount: Int { unsafe storage.pointee.cellCount }

    /// The bytes of all texts, in which cells hold offsets; valid until the next record is decoded.
    @inlinable public var arena: UnsafeMutablePointer<UInt8> { unsafe storage.pointee.arena }

    /// The number of arena bytes in use.
    @inlinable public var arenaCount: Int { unsafe storage.pointee.arenaCount }

    /// Forgets the records and keeps the memory.
    public func removeAll() {
        unsafe storage.pointee.records.removeAll(keepingCapacity: true)
        unsafe storage.pointee.cellCount = 0
        unsafe storage.pointee.arenaCount = 0
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
