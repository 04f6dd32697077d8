// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why a record or one of its values could not be read.
public enum ConversionFault: UInt8, Sendable, CaseIterable {
    /// No fault.
    case none = 0
    /// The value is not JSON.
    case notJSON = 1
    /// The value is JSON but no object.
    case notAnObject = 2
    /// The value is of another type than its column.
    case wrongType = 3
    /// The number does not fit 64 bits.
    case outOfRange = 4
    /// The decimal has more fraction digits than its column.
    case tooManyDigits = 5
    /// The text is no timestamp, date, number or base64.
    case malformed = 6
    /// The text is not UTF-8, or holds a NUL.
    case notUTF8 = 7
    /// The record's key is null.
    case keyMissing = 8
    /// The fields of the record's key are not those of the table's key.
    case keyFields = 9
    /// The key is not in canonical form, as `07` for an integer.
    case keyNotCanonical = 10
    /// The event's type is missing or no string.
    case typeMissing = 11
    /// The value is nested too deeply.
    case tooDeep = 12
}
