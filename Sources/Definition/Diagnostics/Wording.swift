// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How diagnostics quote what they found and list what is allowed.
enum Wording {
    /// The longest piece of a file that a message quotes, in characters.
    private static let quotedCharactersMax = 60

    /// A piece of the file in quotes, cut if long, with its control characters shown as escapes.
    static func quote(_ text: String) -> String {
        let cut = text.prefix(quotedCharactersMax)
        return "'\(printable(cut))\(cut.endIndex < text.endIndex ? "…" : "")'"
    }

    /// A text that is safe for a terminal.
    static func printable(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result += scalar.escaped(asASCII: true)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Names as `a, b or c`.
    static func choice(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return "\(names.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// What a node is, for "expected …, found …".
    static func found(_ node: YAMLNode) -> String {
        switch node.content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let text, _): node.isNull && text.isEmpty ? "nothing" : quote(text)
        }
    }
}
