// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// JSON text, written by hand where it is small.
enum JSONText {
    /// A JSON string.
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default:
                if Printable.isHidden(scalar) {
                    result += scalar.utf16Escapes
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// A JSON object on one line.
    static func object(_ fields: [(name: String, json: String)]) -> String {
        "{" + fields.map { "\(string($0.name)): \($0.json)" }.joined(separator: ", ") + "}"
    }
}

extension Unicode.Scalar {
    /// The scalar as JSON's `\uXXXX`, two of them past the basic plane.
    fileprivate var utf16Escapes: String {
        UTF16.encode(self).map { units in
            units.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        } ?? ""
    }
}
