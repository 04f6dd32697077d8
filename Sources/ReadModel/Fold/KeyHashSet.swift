// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The keys that are held, by their hashes alone: what tells quickly that a record's key is not among them.
///
/// Open addressing over flat memory, at most half full: 16 to 32 bytes a key.
@safe
final class KeyHashSet {
    // Proof of safe: the memory is made in init and freed in deinit; places in it are masked.

    /// Proof of safe: that of the set, which alone holds it.
    @safe
    private struct Storage {
        var slots: UnsafeMutablePointer<UInt64>
        var mask: Int
        var count = 0
    }

    private let storage: UnsafeMutablePointer<Storage>

    init() {
        unsafe storage = .allocate(capacity: 1)
        unsafe storage.initialize(to: Storage(slots: KeyHashSet.empty(64), mask: 63))
    }

    deinit {
        unsafe storage.pointee.slots.deallocate()
        unsafe storage.deallocate()
    }

    var count: Int { unsafe storage.pointee.count }

    /// Whether a hash is in it; 0 never is.
    @inline(__always)
    func contains(_ hash: UInt64) -> Bool {
        let mask = unsafe storage.pointee.mask
        let slots = unsafe storage.pointee.slots
        var place = Int(truncatingIfNeeded: hash) & mask
        while true {
            let found = unsafe slots[place]
            if found == 0 { return false }
            if found == hash { return true }
            place = (place + 1) & mask
        }
    }

    /// Adds a hash other than 0, unless it is there.
    func insert(_ hash: UInt64) {
        if contains(hash) { return }
        if unsafe 2 * (storage.pointee.count + 1) > storage.pointee.mask + 1 { grow() }
        unsafe KeyHashSet.place(hash, storage.pointee.slots, storage.pointee.mask)
        unsafe storage.pointee.count += 1
    }

    /// Removes a hash, if it is there; those behind it move up, so that none is cut off from its place.
    func remove(_ hash: UInt64) {
        let mask = unsafe storage.pointee.mask
        let slots = unsafe storage.pointee.slots
        var hole = Int(truncatingIfNeeded: hash) & mask
        while unsafe slots[hole] != hash {
            if unsafe slots[hole] == 0 { return }
            hole = (hole + 1) & mask
        }
        var next = (hole + 1) & mask
        while unsafe slots[next] != 0 {
            let home = Int(truncatingIfNeeded: unsafe slots[next]) & mask
            if (next - home) & mask >= (next - hole) & mask {
                unsafe slots[hole] = slots[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        unsafe slots[hole] = 0
        unsafe storage.pointee.count -= 1
    }

    private func grow() {
        let old = unsafe storage.pointee
        let size = 2 * (old.mask + 1)
        unsafe storage.pointee.slots = KeyHashSet.empty(size)
        unsafe storage.pointee.mask = size - 1
        for place in 0...old.mask where unsafe old.slots[place] != 0 {
            unsafe KeyHashSet.place(old.slots[place], storage.pointee.slots, size - 1)
        }
        unsafe old.slots.deallocate()
    }

    private static func place(_ hash: UInt64, _ slots: UnsafeMutablePointer<UInt64>, _ mask: Int) {
        var place = Int(truncatingIfNeeded: hash) & mask
        while unsafe slots[place] != 0 { place = (place + 1) & mask }
        unsafe slots[place] = hash
    }

    private static func empty(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        unsafe slots.initialize(repeating: 0, count: count)
        return unsafe slots
    }
}
