// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a cell holds.
public enum CellKind: UInt8, Sendable {
    /// JSON null, an absent field, or SQL's NULL.
    case null = 0
    /// A 64-bit integer: also booleans and decimals.
    case integer = 1
    /// A 64-bit floating point number.
    case real = 2
    /// UTF-8 text: also timestamps, dates and JSON.
    case text = 3
    /// Bytes.
    case blob = 4
    /// A value that does not fit its type; the bytes are an excerpt of what was found.
    case bad = 5
    /// A value that the source did not send (R18).
    case unavailable = 6
}

/// One value, trivially copyable; text and bytes lie in the arena of whoever holds the cell.
///
/// The layout (16 bytes) is shared with `csimdjson_cell` of the C++ shim, which fills cells in place.
public struct Cell: BitwiseCopyable, Sendable {
    /// The integer, the bits of the real, or the offset of the text's first byte in the arena.
    public var payload: Int64
    /// Bytes of a text, a blob or an excerpt; 0 otherwise.
    public var length: UInt32
    /// The raw value of the cell's `CellKind`.
    public var rawKind: UInt8
    /// For a bad cell, the raw value of its `ConversionFault`; 0 otherwise.
    public var rawFault: UInt8
    /// Fills the layout; always 0.
    public var reserved: UInt16 = 0

    /// Makes a cell of its parts.
    @inlinable
    public init(payload: Int64, length: UInt32, kind: CellKind, rawFault: UInt8 = 0) {
        self.payload = payload
        self.length = length
        self.rawKind = kind.rawValue
        self.rawFault = rawFault
    }

    /// NULL.
    @inlinable public static var null: Cell { Cell(payload: 0, length: 0, kind: .null) }

    /// An integer.
    @inlinable
    public static func integer(_ value: Int64) -> Cell { Cell(payload: value, length: 0, kind: .integer) }

    /// A real.
    @inlinable
    public static func real(_ value: Double) -> Cell {
        Cell(payload: Int64(bitPattern: value.bitPattern), length: 0, kind: .real)
    }

    /// The cell's kind.
    @inlinable public var kind: CellKind { CellKind(rawValue: rawKind) ?? .null }

    /// Whether the cell is NULL.
    @inlinable public var isNull: Bool { rawKind == CellKind.null.rawValue }

    /// The value of a real cell.
    @inlinable public var real: Double { Double(bitPattern: UInt64(bitPattern: payload)) }
}
