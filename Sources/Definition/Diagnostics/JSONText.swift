// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Values as JSON writes them.
public enum JSONText {
    /// A text as a JSON string; characters that `isEscaped` names are written as `\uXXXX`, control characters at least.
    public static func string(_ text: String, escaping isEscaped: (Unicode.Scalar) -> Bool = { _ in false }) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || isEscaped(scalar): result += scalar.utf16Escapes
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Whether a text is a JSON number.
    static func isNumber(_ text: String) -> Bool {
        text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
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
