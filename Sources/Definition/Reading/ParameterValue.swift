// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads the values that a query's parameters may have, as a request writes them (R10).
enum ParameterValue {
    /// The value of a text; nil if it is none of the type.
    static func read(_ text: String, as type: ValueType) -> StoredValue? {
        try? type.parse(text).get()
    }

    /// A value of the type, for a hint.
    static func example(of type: ValueType) -> String {
        switch type {
        case .integer: "42, for example"
        case .real: "0.5, for example"
        case .text: "a text"
        case .boolean: "true or false"
        case .blob: "base64, such as aGVsbG8="
        case .json: "JSON in quotes, such as '{\"a\": 1}'"
        case .decimal(let scale): "at most \(scale) fraction digits, such as 12"
        case .timestamp: "\"2024-05-01T12:00:00Z\", for example"
        case .date: "2024-05-01, for example"
        }
    }
}
