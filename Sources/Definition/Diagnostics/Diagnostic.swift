// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One fault of a projection file: what is wrong, where, and what to write instead.
public struct Diagnostic: Error, Hashable, Sendable {
    /// The stable code, such as `unknown-key`; docs/errors.md explains each.
    public var code: DiagnosticCode
    /// Where.
    public var place: Place
    /// What was found and what is allowed; lower case, no period.
    public var message: String
    /// What to do about it; nil if the message says it all.
    public var hint: String?

    /// Makes a diagnostic.
    public init(_ code: DiagnosticCode, at place: Place, _ message: String, hint: String? = nil) {
        self.code = code
        self.place = place
        self.message = message
        self.hint = hint
    }
}
