// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What is wrong with a view's SELECT, and where.
struct SelectFault: Error, Hashable {
    /// The code.
    var code: DiagnosticCode
    /// Where, in bytes from the start of the text.
    var offset: Int
    /// What was found; a term stands as it is written.
    var message: String
    /// What to write instead.
    var hint: String?

    init(_ code: DiagnosticCode, at offset: Int, _ message: String, hint: String? = nil) {
        self.code = code
        self.offset = offset
        self.message = message
        self.hint = hint
    }
}
