// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What is wrong with the text of an `EventReference`.
public struct EventReferenceError: Error, Hashable, Sendable {
    /// What was found, lower case and without a period.
    public var message: String
    /// Where, in UTF-8 bytes from the start of the text.
    public var offset: Int
    /// What to write instead.
    public var hint: String

    /// Makes an error.
    public init(message: String, offset: Int, hint: String) {
        self.message = message
        self.offset = offset
        self.hint = hint
    }
}
