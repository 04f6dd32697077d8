// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// Why a view cannot be kept up to date: the code, the term, and what to write instead.
struct Refusal: Error {
    var code: DiagnosticCode
    /// Where the term stands in the view's text, in bytes.
    var offset: Int
    var message: String
    var hint: String?

    init(_ code: DiagnosticCode, at offset: Int, _ message: String, hint: String? = nil) {
        self.code = code
        self.offset = offset
        self.message = message
        self.hint = hint
    }
}
