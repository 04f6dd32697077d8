// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// JSON text for terminals and logs, written by hand where it is small.
enum JSONText {
    /// A JSON string in which hidden characters are escaped.
    static func string(_ text: String) -> String {
        Definition.JSONText.string(text, escaping: Printable.isHidden)
    }

    /// A JSON object on one line.
    static func object(_ fields: [(name: String, json: String)]) -> String {
        "{" + fields.map { "\(string($0.name)): \($0.json)" }.joined(separator: ", ") + "}"
    }
}
