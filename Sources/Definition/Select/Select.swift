// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A SELECT: one arm, or several with UNION or UNION ALL between them.
public struct Select: Hashable, Sendable {
    /// The common tables of WITH, in order.
    public var common: [CommonTable]
    /// The parts between the operators; at least one.
    public var arms: [SelectArm]
    /// For each arm but the first, whether UNION ALL stands before it, and not UNION.
    public var keepsRepeats: [Bool]
    /// The terms of the last ORDER BY.
    public var order: [OrderTerm]
    /// LIMIT.
    public var limit: SQLExpression?
    /// OFFSET.
    public var skip: SQLExpression?

    /// Makes a SELECT.
    public init(
        common: [CommonTable] = [], arms: [SelectArm], keepsRepeats: [Bool] = [], order: [OrderTerm] = [],
        limit: SQLExpression? = nil, skip: SQLExpression? = nil
    ) {
        self.common = common
        self.arms = arms
        self.keepsRepeats = keepsRepeats
        self.order = order
        self.limit = limit
        self.skip = skip
    }
}
