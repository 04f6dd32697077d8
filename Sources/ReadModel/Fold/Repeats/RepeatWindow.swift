// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// The identities that one partition had within the last `span` offsets (R14).
///
/// By offsets, never by clocks: one record stamped 2100 would empty a window of time. It is kept as two stretches of
/// `span` offsets, the older of which is dropped as a whole: nothing is ever removed one by one. A full window of the
/// default 100,000 takes 4 MB.
struct RepeatWindow {
    let span: Int64
    private var young: RepeatTable
    private var old: RepeatTable

    init(span: Int64) {
        self.span = span
        young = RepeatTable(base: 0)
        old = RepeatTable(base: 0)
    }

    func deallocate() {
        young.deallocate()
        old.deallocate()
    }

    /// Notes an identity at an offset above all before, and gives where it was seen within the window; -1 if it was
    /// not.
    mutating func note(_ identity: EventIdentity, at offset: Int64) -> Int64 {
        if offset - young.base >= span { rotate(to: offset) }
        var before = young.note(identity, at: offset)
        if before < 0 { before = old.find(identity) }
        return before >= 0 && offset - before <= span ? before : -1
    }

    /// Where an identity that comes at `offset` was seen within the window, without noting it; -1 if it was not.
    func find(_ identity: EventIdentity, from offset: Int64) -> Int64 {
        var before = young.find(identity)
        if before < 0 { before = old.find(identity) }
        return before >= 0 && offset - before <= span ? before : -1
    }

    /// Takes back that the record at `offset` was seen, which had seen its identity at `before`.
    mutating func takeBack(_ identity: EventIdentity, at offset: Int64, before: Int64) {
        if young.find(identity) == offset {
            young.takeBack(identity, before: before)
        } else if old.find(identity) == offset {
            old.takeBack(identity, before: before)
        }
    }

    private mutating func rotate(to offset: Int64) {
        let isNear = offset - young.base < 2 * span
        swap(&young, &old)
        young.restart(at: offset)
        if !isNear { old.restart(at: offset) }
    }
}
