// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One term of an ORDER BY.
public struct OrderTerm: Hashable, Sendable {
    /// What is ordered by.
    public var expression: SQLExpression
    /// Whether the largest comes first.
    public var isDescending: Bool
    /// Whether NULLs come first; nil if the text does not say.
    public var nullsFirst: Bool?

    /// Makes a term.
    public init(_ expression: SQLExpression, isDescending: Bool = false, nullsFirst: Bool? = nil) {
        self.expression = expression
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }
}
