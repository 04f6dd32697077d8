// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The type of a column, a parameter or a typed path.
public enum ValueType: Hashable, Sendable, BitwiseCopyable {
    /// A 64-bit signed integer.
    case integer
    /// A finite 64-bit binary floating point number.
    case real
    /// UTF-8 text, compared as bytes.
    case text
    /// True or false, stored as 1 or 0.
    case boolean
    /// Bytes, written as base64 in JSON.
    case blob
    /// A JSON value, kept as its own text.
    case json
    /// An exact decimal of `scale` fraction digits, stored as an integer of 10^-scale units.
    case decimal(scale: Int)
    /// A moment in UTC, stored as RFC 3339 text with six fraction digits and `Z`.
    case timestamp
    /// A day, stored as `YYYY-MM-DD`.
    case date
}

extension ValueType {
    /// The largest scale of a decimal: 10^18 is the largest power of ten in 64 bits.
    public static let decimalScaleMax = 18

    /// The type as a projection file writes it, such as `decimal(2)`.
    public var name: String {
        switch self {
        case .integer: "integer"
        case .real: "real"
        case .text: "text"
        case .boolean: "boolean"
        case .blob: "blob"
        case .json: "json"
        case .decimal(let scale): "decimal(\(scale))"
        case .timestamp: "timestamp"
        case .date: "date"
        }
    }

    /// Reads a type as a projection file writes it; nil if it is none.
    public init?(name: String) {
        switch name {
        case "integer": self = .integer
        case "real": self = .real
        case "text": self = .text
        case "boolean": self = .boolean
        case "blob": self = .blob
        case "json": self = .json
        case "timestamp": self = .timestamp
        case "date": self = .date
        default:
            guard name.hasPrefix("decimal("), name.hasSuffix(")"),
                let scale = Int(name.dropFirst(8).dropLast()),
                (0...ValueType.decimalScaleMax).contains(scale)
            else { return nil }
            self = .decimal(scale: scale)
        }
    }
}
