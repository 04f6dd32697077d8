// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// The windows of all partitions whose source has event ids, and what of them is yet to be written (R14).
///
/// What was noted is written with the positions, so a window is as old as they are. The writer's thread alone uses it.
@safe
final class RepeatLog {
    // Proof of safe: the memory behind `partitions` is made by `add`, freed in deinit, and indexed below `count`.

    private let spans: [Int64?]
    private let store: RepeatStore
    private var partitions: UnsafeMutablePointer<RepeatPartition?>
    private var count = 0

    /// Nil if no source has ids.
    init?(_ projection: Projection, on connection: Connection) throws(SQLiteError) {
        guard projection.sources.contains(where: { $0.id != nil }) else { return nil }
        spans = projection.sources.map { $0.id == nil ? nil : Int64($0.repeats) }
        store = try RepeatStore(connection)
        unsafe partitions = .allocate(capacity: 1)
    }

    deinit {
        for index in 0..<count { unsafe partitions[index]?.window.deallocate() }
        unsafe partitions.deinitialize(count: count)
        unsafe partitions.deallocate()
    }

    /// Takes in partitions that follow those known, with what the file has of them.
    func add(_ positions: [PartitionPosition]) throws(SQLiteError) {
        let larger = UnsafeMutablePointer<RepeatPartition?>.allocate(capacity: count + positions.count)
        unsafe larger.moveInitialize(from: partitions, count: count)
        unsafe partitions.deallocate()
        unsafe partitions = larger
        for position in positions {
            var partition: RepeatPartition?
            if let span = spans[position.source] {
                var window = RepeatWindow(span: span)
                try store.read(position, from: position.next - span) { _ = window.note($0, at: $1) }
                partition = RepeatPartition(window: window)
            }
            unsafe (partitions + count).initialize(to: partition)
            count += 1
        }
    }

    /// Notes an event, and gives the offset at which it was seen before; -1 if it was not.
    @inline(__always)
    func note(_ identity: EventIdentity, partition: Int, offset: Int64) -> Int64 {
        unsafe partitions[partition]?.note(identity, at: offset) ?? -1
    }

    /// Where an event was seen before, without noting it; -1 if it was not.
    func find(_ identity: EventIdentity, partition: Int, offset: Int64) -> Int64 {
        unsafe partitions[partition]?.window.find(identity, from: offset) ?? -1
    }

    /// Takes back that a record was seen: it is skipped, so its id does not count.
    func takeBack(
        _ identity: EventIdentity, _ position: PartitionPosition, index: Int, offset: Int64, before: Int64
    ) throws(SQLiteError) {
        unsafe partitions[index]?.window.takeBack(identity, at: offset, before: before)
        try store.remove(identity, at: offset, of: position)
    }

    /// Writes what was noted, and removes from the file what no window holds any more; in the open transaction.
    func write(_ positions: [PartitionPosition]) throws(SQLiteError) {
        for index in 0..<count { try unsafe partitions[index]?.write(positions[index], to: store) }
    }
}
