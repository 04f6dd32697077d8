// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import Glibc

/// Hashing and comparing of key cells, as bytes (R12).
enum KeyCells {
    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// A hash of `count` cells whose texts lie at `texts`; for memory only, never stored.
    static func hash(_ cells: UnsafePointer<Cell>, _ texts: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        var hash: UInt64 = 0x51_7C_C1_B7_27_22_0A_95
        for column in 0..<count {
            let cell = unsafe cells[column]
            if cell.rawKind == CellKind.text.rawValue || cell.rawKind == CellKind.blob.rawValue {
                hash = unsafe bytes(texts + Int(cell.payload), Int(cell.length), hash)
            } else {
                hash = mix(hash, UInt64(bitPattern: cell.payload))
            }
        }
        return hash
    }

    /// Whether two keys are the same, byte for byte.
    static func areEqual(
        _ left: UnsafePointer<Cell>, _ leftTexts: UnsafePointer<UInt8>, _ right: UnsafePointer<Cell>,
        _ rightTexts: UnsafePointer<UInt8>, count: Int
    ) -> Bool {
        for column in 0..<count where unsafe !areEqual(left[column], leftTexts, right[column], rightTexts) {
            return false
        }
        return true
    }

    /// Whether two cells hold the same value, byte for byte.
    static func areEqual(
        _ left: Cell, _ leftTexts: UnsafePointer<UInt8>, _ right: Cell, _ rightTexts: UnsafePointer<UInt8>
    ) -> Bool {
        guard left.rawKind == right.rawKind, left.length == right.length else { return false }
        if left.rawKind == CellKind.text.rawValue || left.rawKind == CellKind.blob.rawValue {
            return unsafe memcmp(
                leftTexts + Int(left.payload), rightTexts + Int(right.payload), Int(left.length)) == 0
        }
        return left.payload == right.payload
    }

    @inline(__always)
    private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: multiplier)
        return product.high ^ product.low
    }

    @inline(__always)
    private static func bytes(_ start: UnsafePointer<UInt8>, _ length: Int, _ seed: UInt64) -> UInt64 {
        let raw = unsafe UnsafeRawPointer(start)
        var hash = seed ^ UInt64(length)
        var offset = 0
        while offset + 8 <= length {
            hash = unsafe mix(hash, raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < length {
            tail = unsafe tail << 8 | UInt64(raw.load(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
        return mix(hash, tail)
    }
}
