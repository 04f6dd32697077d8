// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Cells and the texts that they refer to, lent for a call.
@safe
struct CellView {
    // Proof of safe: it lives for one call only; the pointers are marked where used.
    let cells: UnsafePointer<Cell>
    let texts: UnsafePointer<UInt8>

    init(cells: UnsafePointer<Cell>, texts: UnsafePointer<UInt8>) {
        unsafe self.cells = cells
        unsafe self.texts = texts
    }

    /// The cells of one record of a batch.
    @inline(__always)
    init(_ record: EventRecord, of batch: EventBatch) {
        unsafe cells = UnsafePointer(batch.cells + Int(record.firstCell))
        unsafe texts = UnsafePointer(batch.arena)
    }
}
