// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

extension ByteArena {
    /// A constant as a cell, its text in this arena.
    func cell(_ value: StoredValue) -> Cell {
        switch value {
        case .null: return .null
        case .integer(let value): return .integer(value)
        case .real(let value): return .real(value)
        case .text(let text):
            let bytes = Array(text.utf8)
            let start = append(unsafe bytes.span.bytes)
            return Cell(payload: Int64(start), length: UInt32(bytes.count), kind: .text)
        case .blob(let bytes):
            let start = append(unsafe bytes.span.bytes)
            return Cell(payload: Int64(start), length: UInt32(bytes.count), kind: .blob)
        }
    }
}
