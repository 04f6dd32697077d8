// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import SQLite

/// One partition's window, and what of it is yet to be written.
struct RepeatPartition {
    var window: RepeatWindow
    /// What was noted since the last commit.
    private var pending: [RepeatEntry] = []
    /// The offset of the first of it.
    private var first: Int64 = 0
    /// The end of what was removed from the file.
    private var pruned: Int64 = 0

    init(window: RepeatWindow) {
        self.window = window
    }

    @inline(__always)
    mutating func note(_ identity: EventIdentity, at offset: Int64) -> Int64 {
        // What lies further back than a delta can say is long out of the window.
        if offset - first > Int64(Int32.max) { pending.removeAll(keepingCapacity: true) }
        if pending.isEmpty { first = offset }
        pending.append(RepeatEntry(identity, delta: UInt32(offset - first)))
        if pending.count > 2 * Int(window.span) { dropOldPending(before: offset - window.span) }
        return window.note(identity, at: offset)
    }

    /// Writes what was noted, in the open transaction.
    mutating func write(_ position: PartitionPosition, to store: RepeatStore) throws(SQLiteError) {
        // A record that stopped the writer was noted, and comes again.
        while let entry = pending.last, first + Int64(entry.delta) >= position.next { pending.removeLast() }
        guard let newest = pending.last else { return }
        let last = first + Int64(newest.delta)
        dropOldPending(before: position.next - window.span)
        try store.insert(pending, first: first, last: last, of: position)
        pending.removeAll(keepingCapacity: pending.count <= RepeatPartition.keptMax)
        let start = position.next - window.span
        // Not at each commit: every time, the other end of the file's part would have to be looked at.
        guard start - pruned > window.span / 8 else { return }
        try store.prune(position, before: start)
        pruned = start
    }

    /// The entries whose memory is kept between transactions; they take 64 KiB.
    private static let keptMax = 4_096

    /// Of more than a window in one transaction, the file needs the newest only.
    private mutating func dropOldPending(before offset: Int64) {
        guard offset > first else { return }
        let old = first
        let kept = pending.filter { old + Int64($0.delta) >= offset }
        guard let oldest = kept.first else { return }
        first = old + Int64(oldest.delta)
        pending = kept.map { RepeatEntry($0.identity, delta: $0.delta - oldest.delta) }
    }
}
