// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A parameter of a request's query, decoded.
public struct Parameter: Sendable, Equatable {
    /// Its name; the same name may come more than once.
    public let name: String
    /// Its value; empty for a name without `=`.
    public let value: String

    /// Makes a parameter of its two parts.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
