// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Single values as requests and the catalogue write them.
enum ValueText {
    /// A stored value as a request would write it.
    static func text(of value: StoredValue, _ type: ValueType) -> String {
        switch (value, type) {
        case (.null, _): "null"
        case (.integer(let value), .boolean): value == 0 ? "false" : "true"
        case (.integer(let value), .decimal(let scale)): DecimalText.string(value, scale: scale)
        case (.integer(let value), _): String(value)
        case (.real(let value), _): value.description
        case (.text(let value), _): value
        case (.blob(let value), _):
            {
                var bytes: [UInt8] = []
                Base64.append(value, to: &bytes)
                return String(decoding: bytes, as: UTF8.self)
            }()
        }
    }
}

extension JSONBuffer {
    /// Appends a value as tables store it: decimals in their units, booleans as 0 and 1.
    mutating func stored(_ value: StoredValue) {
        switch value {
        case .null: raw("null")
        case .integer(let value): integer(value)
        case .real(let value): real(value)
        case .text(let value): string(value)
        case .blob(let value): base64(value)
        }
    }

    /// Appends a value as answers write it (R35).
    mutating func answered(_ value: StoredValue, _ type: ValueType) {
        switch (value, type) {
        case (.integer(let value), .boolean): raw(value == 0 ? "false" : "true")
        case (.integer(let value), .decimal(let scale)): decimal(value, scale: scale)
        case (.text(let value), .json): raw(value)
        default: stored(value)
        }
    }
}
