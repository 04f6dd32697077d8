// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What is wrong with a view's SELECT, or why a view cannot be kept up to date, and where.
public struct SelectFault: Error, Hashable, Sendable {
    /// The code.
    public var code: DiagnosticCode
    /// Where, in bytes from the start of the text.
    public var offset: Int
    /// What was found; a term stands as it is written.
    public var message: String
    /// What to write instead.
    public var hint: String?

    /// Makes a fault.
    public init(_ code: DiagnosticCode, at offset: Int, _ message: String, hint: String? = nil) {
        self.code = code
        self.offset = offset
        self.message = message
        self.hint = hint
    }
}
