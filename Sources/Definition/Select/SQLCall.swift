// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A call of a function.
public struct SQLCall: Hashable, Sendable {
    /// Its name, in lower case.
    public var name: String
    /// What it is called with; empty for `count(*)` and for none.
    public var arguments: [SQLExpression]
    /// Whether it is called with `*`.
    public var isStar: Bool
    /// Whether DISTINCT stands before the arguments.
    public var isDistinct: Bool
    /// The FILTER of an aggregate.
    public var filter: SQLExpression?
    /// The window that it is called over.
    public var over: SQLWindow?

    /// Makes a call.
    public init(
        _ name: String, _ arguments: [SQLExpression] = [], isStar: Bool = false, isDistinct: Bool = false,
        filter: SQLExpression? = nil, over: SQLWindow? = nil
    ) {
        self.name = name
        self.arguments = arguments
        self.isStar = isStar
        self.isDistinct = isDistinct
        self.filter = filter
        self.over = over
    }
}
