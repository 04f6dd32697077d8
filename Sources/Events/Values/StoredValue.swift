// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One value in the form in which a row stores it, outside a batch: a constant, a parameter, a default.
///
/// Texts are equal if their bytes are (R12).
public enum StoredValue: Sendable {
    /// NULL.
    case null
    /// An integer: also a boolean (1 or 0) or the units of a decimal.
    case integer(Int64)
    /// A real.
    case real(Double)
    /// A text: also a timestamp, a date or JSON.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}

extension StoredValue: Hashable {
    /// Whether two values are of one kind and the same, texts and reals by their bits.
    public static func == (one: StoredValue, other: StoredValue) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.integer(let value), .integer(let otherValue)): value == otherValue
        case (.real(let value), .real(let otherValue)): value.bitPattern == otherValue.bitPattern
        case (.text(let value), .text(let otherValue)): value.utf8.elementsEqual(otherValue.utf8)
        case (.blob(let value), .blob(let otherValue)): value == otherValue
        default: false
        }
    }

    /// Feeds the value's bytes to `hasher`.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .integer(let value): hasher.combine(value)
        case .real(let value): hasher.combine(value.bitPattern)
        case .text(let value): hasher.combine(Array(value.utf8))
        case .blob(let value): hasher.combine(value)
        }
    }
}
