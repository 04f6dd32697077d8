// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One value in the form in which a row stores it, outside a batch: a constant, a parameter, a default.
public enum StoredValue: Hashable, Sendable {
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
