// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// An SQL text of a projection file: finds the file's places of its parts.
struct SQLText {
    /// The text.
    let text: String
    /// The place of its first byte.
    let place: Place

    /// The place of the byte at `offset`.
    ///
    /// A line of a block keeps the indentation of the first, so columns count from there on every line.
    func place(at offset: Int) -> Place {
        var place = place
        let start = place.column
        for byte in text.utf8.prefix(offset) {
            if byte == 0x0a {
                place.line += 1
                place.column = start
            } else {
                place.column += 1
            }
        }
        return place
    }

    /// A fault at the byte at `offset`.
    func fault(_ code: DiagnosticCode, at offset: Int, _ message: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(code, at: place(at: offset), message, hint: hint)
    }
}
