// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// The arenas that evaluated cells may refer to, lent for a call.
@safe
struct CellTexts {
    // Proof of safe: it lives for one call only, during which no arena is changed; the pointers are marked where used.
    let batch: UnsafePointer<UInt8>
    let constants: UnsafePointer<UInt8>
    let row: UnsafePointer<UInt8>
    let scratch: UnsafePointer<UInt8>

    /// The arena of a cell.
    @inline(__always)
    func start(of cell: Cell) -> UnsafePointer<UInt8> {
        switch cell.reserved {
        case CellSource.batch.rawValue: unsafe batch
        case CellSource.constants.rawValue: unsafe constants
        case CellSource.row.rawValue: unsafe row
        default: unsafe scratch
        }
    }

    /// A value as a message shows it.
    func description(of cell: Cell) -> String {
        switch cell.kind {
        case .null: "NULL"
        case .integer: "the integer \(cell.payload)"
        case .real: "the real \(cell.real)"
        case .blob: "a blob of \(cell.length) bytes"
        case .unavailable: "a value that was not sent"
        case .text, .bad:
            unsafe "the text '"
                + String(
                    decoding: UnsafeBufferPointer(
                        start: start(of: cell) + Int(cell.payload), count: Int(min(cell.length, 40))),
                    as: UTF8.self) + "'"
        }
    }
}
