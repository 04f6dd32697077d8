// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// The rows at hand of a table by element, chained by the part of their key that is the record's (R16).
///
/// A chain holds every row at hand that exists, and others; rows seen to be gone leave it when it is next walked, or a
/// key whose rows are replaced again and again would be walked ever more slowly.
@safe
struct RowChains {
    // Proof of safe: what the pointers point to is made in init and freed by `deallocate`; chain numbers come from
    // `prefixes`, row numbers are those of the table whose chains these are, for which `reserve` has made room.

    /// What is known of a record's key.
    private struct Chain {
        var first: Int32
        /// Whether all rows of the key that are in the file are at hand.
        var isComplete: Bool
    }

    private struct Link {
        /// The row's successor, or one of the constants below.
        var next: Int32
        /// The pass that last named the row.
        var pass: UInt32
    }

    private static let end: Int32 = -1
    private static let unlinked: Int32 = -2

    let prefixCount: Int
    /// The record's keys, each a row of a table of its own.
    private var prefixes: RowTable
    private var chains: UnsafeMutablePointer<Chain>
    private var chainCapacity = 1_024
    private var links: UnsafeMutablePointer<Link>
    private var linkCount = 0
    private var linkCapacity = 1_024
    private var pass: UInt32 = 0

    init(prefixCount: Int) {
        self.prefixCount = prefixCount
        prefixes = RowTable(declaredCount: prefixCount, keyCount: prefixCount, hiddenCount: 0)
        unsafe chains = FlatMemory.make(chainCapacity)
        unsafe links = FlatMemory.make(linkCapacity)
    }

    func deallocate() {
        prefixes.deallocate()
        unsafe FlatMemory.free(chains)
        unsafe FlatMemory.free(links)
    }

    /// The bytes in use.
    var byteCount: Int {
        prefixes.byteCount + prefixes.count * MemoryLayout<Chain>.stride + linkCount * MemoryLayout<Link>.stride
    }

    /// Forgets all rows and keeps the memory.
    mutating func removeAll() {
        prefixes.removeAll()
        linkCount = 0
    }

    /// The chain of a record's key; -1 if nothing is known of it.
    func find(_ key: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>) -> Int {
        unsafe prefixes.find(hash: KeyCells.hash(key, texts, count: prefixCount), key: key, texts: texts)
    }

    /// Adds the chain of a record's key, empty.
    mutating func add(_ key: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>) -> Int {
        let hash = unsafe KeyCells.hash(key, texts, count: prefixCount)
        let chain = unsafe prefixes.insert(hash: hash, key: key, texts: texts)
        if chain == chainCapacity {
            chainCapacity *= 2
            unsafe FlatMemory.grow(&chains, to: chainCapacity)
        }
        unsafe chains[chain] = Chain(first: RowChains.end, isComplete: false)
        return chain
    }

    /// Whether all rows of the key that are in the file are at hand.
    func isComplete(_ chain: Int) -> Bool { unsafe chains[chain].isComplete }

    /// Notes that they are.
    func setComplete(_ chain: Int) {
        unsafe chains[chain].isComplete = true
    }

    /// Puts a new row into a chain.
    mutating func add(row: Int, to chain: Int) {
        if row >= linkCapacity {
            while row >= linkCapacity { linkCapacity *= 2 }
            unsafe FlatMemory.grow(&links, to: linkCapacity)
        }
        while linkCount <= row {
            unsafe links[linkCount] = Link(next: RowChains.unlinked, pass: 0)
            linkCount += 1
        }
        link(row, chain)
    }

    /// Begins to name rows.
    mutating func beginPass() {
        if pass == .max {
            for row in 0..<linkCount { unsafe links[row].pass = 0 }
            pass = 0
        }
        pass += 1
    }

    /// Notes that the pass at hand names a row, which is in the chain of its key from now on.
    @inline(__always)
    func name(_ row: Int, key: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) {
        unsafe links[row].pass = pass
        if unsafe links[row].next == RowChains.unlinked { unsafe link(row, find(key, texts)) }
    }

    /// Goes over the rows of a chain that the pass has not named; those that `body` finds gone leave the chain.
    func forEachUnnamed(in chain: Int, _ body: (Int) throws -> Bool) rethrows {
        var previous = RowChains.end
        var row = unsafe chains[chain].first
        while row >= 0 {
            let link = unsafe links[Int(row)]
            let isGone = try link.pass != pass && body(Int(row))
            if !isGone {
                previous = row
            } else if previous < 0 {
                unsafe chains[chain].first = link.next
            } else {
                unsafe links[Int(previous)].next = link.next
            }
            if isGone { unsafe links[Int(row)].next = RowChains.unlinked }
            row = link.next
        }
    }

    private func link(_ row: Int, _ chain: Int) {
        unsafe links[row].next = chains[chain].first
        unsafe chains[chain].first = Int32(row)
    }
}
