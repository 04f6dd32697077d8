// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension String {
    /// The name in double quotes.
    var quoted: String {
        "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension Sequence where Element == String {
    /// The parts with commas between them.
    var listed: String { joined(separator: ", ") }
    /// The names in double quotes, with commas between them.
    var quotedList: String { map(\.quoted).joined(separator: ", ") }
}
