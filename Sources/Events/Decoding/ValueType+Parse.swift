// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSimdJSON

extension ValueType {
    /// Reads a value from plain text by rule R10: a parameter, a constant.
    ///
    /// Numbers are written as in JSON, booleans `true` or `false`, timestamps as RFC 3339 or as ms since 1970, blobs
    /// as base64; the empty text is a text. Of the types, only JSON has a NULL: `null`.
    public func parse(_ text: String) -> Result<StoredValue, ConversionFault> {
        var text = text
        return text.withUTF8 { bytes in
            unsafe JSONDocument().convert(text: bytes, as: code)
        }
    }

    /// The shim's code of the type.
    var code: csimdjson_type { code(canonical: false) }

    /// The shim's code of the type, for a key's column if `canonical`.
    func code(canonical: Bool) -> csimdjson_type {
        let (type, scale) = codes
        return csimdjson_type(type: UInt8(type), scale: UInt8(scale), canonical: canonical ? 1 : 0)
    }

    private var codes: (type: Int, scale: Int) {
        switch self {
        case .integer: (CSIMDJSON_TYPE_INTEGER, 0)
        case .real: (CSIMDJSON_TYPE_REAL, 0)
        case .text: (CSIMDJSON_TYPE_TEXT, 0)
        case .boolean: (CSIMDJSON_TYPE_BOOLEAN, 0)
        case .blob: (CSIMDJSON_TYPE_BLOB, 0)
        case .json: (CSIMDJSON_TYPE_JSON, 0)
        case .decimal(let scale): (CSIMDJSON_TYPE_DECIMAL, min(max(scale, 0), ValueType.decimalScaleMax))
        case .timestamp: (CSIMDJSON_TYPE_TIMESTAMP, 0)
        case .date: (CSIMDJSON_TYPE_DATE, 0)
        }
    }
}
