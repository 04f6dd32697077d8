// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The faults of one text, when there is at least one.
public struct DiagnosticList: Error, Hashable, Sendable {
    /// All of them, in the order of the text.
    public var all: [Diagnostic]

    /// Makes a list.
    public init(_ all: [Diagnostic]) {
        self.all = all
    }
}
