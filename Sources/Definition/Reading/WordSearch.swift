// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Finds names in SQL, to leave out what would only repeat the fault of a name.
enum WordSearch {
    /// Whether the text holds one of the names as a whole word; upper and lower case are alike.
    static func mentions(_ text: String, _ names: Set<String>) -> Bool {
        guard !names.isEmpty else { return false }
        let folded = Set(names.map { $0.lowercased() })
        let words = text.lowercased().utf8.split { byte in
            !(byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte))
        }
        return words.contains { folded.contains(String(decoding: $0, as: UTF8.self)) }
    }
}
