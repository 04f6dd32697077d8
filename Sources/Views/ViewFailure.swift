// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why a view could not be kept up to date (R20): its transaction is to be rolled back and run again without it.
public struct ViewFailure: Error, Hashable, Sendable {
    /// The view's name.
    public var view: String
    /// The cause, in SQLite's words.
    public var message: String

    /// Makes a failure.
    public init(view: String, message: String) {
        self.view = view
        self.message = message
    }
}
