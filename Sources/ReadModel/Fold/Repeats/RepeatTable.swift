// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Where identities were last seen, over a stretch of one partition's offsets: open addressing in flat memory.
///
/// 16 bytes an entry: of an identity's 128 bits it keeps 96, which are never equal by chance within 10 million.
@safe
struct RepeatTable {
    // Proof of safe: the slots are made by init and `grow`, freed by `deallocate`, which the owner calls last; indexes
    // are masked to their number.

    private struct Slot {
        var first: UInt64 = 0
        var second: UInt32 = 0
        /// The offset less the base, plus 1; 0 is free.
        var place: UInt32 = 0
    }

    /// The place of an identity that was seen and then taken back.
    private static let takenBack = UInt32.max

    /// The first offset of the stretch.
    private(set) var base: Int64
    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var count = 0

    init(base: Int64) {
        self.base = base
        mask = 1_023
        unsafe slots = RepeatTable.empty(mask + 1)
    }

    func deallocate() {
        unsafe slots.deallocate()
    }

    /// Forgets everything, and begins at another offset.
    mutating func restart(at base: Int64) {
        self.base = base
        count = 0
        unsafe slots.update(repeating: Slot(), count: mask + 1)
    }

    /// The offset at which an identity was last seen here; -1 if it was not.
    func find(_ identity: EventIdentity) -> Int64 {
        let place = unsafe slots[slot(of: identity)].place
        return place == 0 || place == RepeatTable.takenBack ? -1 : base + Int64(place) - 1
    }

    /// Notes that an identity was seen at `offset`, and gives where it was seen before; -1 if it was not.
    mutating func note(_ identity: EventIdentity, at offset: Int64) -> Int64 {
        if count * 4 > (mask + 1) * 3 { grow() }
        let slot = slot(of: identity)
        let before = find(identity)
        if unsafe slots[slot].place == 0 { count += 1 }
        unsafe slots[slot] = Slot(
            first: identity.first, second: UInt32(truncatingIfNeeded: identity.second),
            place: UInt32(offset - base + 1))
        return before
    }

    /// Takes back that an identity was seen; what stands instead is `before`, if that is of this stretch.
    mutating func takeBack(_ identity: EventIdentity, before: Int64) {
        let slot = slot(of: identity)
        guard unsafe slots[slot].place != 0 else { return }
        unsafe slots[slot].place = before >= base ? UInt32(before - base + 1) : RepeatTable.takenBack
    }

    /// The slot that holds an identity, or the free one for it.
    @inline(__always)
    private func slot(of identity: EventIdentity) -> Int {
        let second = UInt32(truncatingIfNeeded: identity.second)
        var slot = Int(truncatingIfNeeded: identity.first) & mask
        while true {
            let found = unsafe slots[slot]
            if found.place == 0 || (found.first == identity.first && found.second == second) { return slot }
            slot = (slot + 1) & mask
        }
    }

    private mutating func grow() {
        let (old, oldCount) = unsafe (slots, mask + 1)
        mask = oldCount * 2 - 1
        unsafe slots = RepeatTable.empty(oldCount * 2)
        for index in 0..<oldCount {
            let entry = unsafe old[index]
            if entry.place == 0 { continue }
            let identity = EventIdentity(first: entry.first, second: UInt64(entry.second))
            unsafe slots[slot(of: identity)] = entry
        }
        unsafe old.deallocate()
    }

    private static func empty(_ count: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        unsafe slots.initialize(repeating: Slot(), count: count)
        return unsafe slots
    }
}
