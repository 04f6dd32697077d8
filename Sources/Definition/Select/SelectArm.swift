// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One part of a SELECT: what stands between two UNIONs.
public struct SelectArm: Hashable, Sendable {
    /// A column of the result; `*` and `t.*` are expanded (R25).
    public struct Column: Hashable, Sendable {
        /// Its value.
        public var expression: SQLExpression
        /// Its name, as SQLite names it.
        public var name: String

        /// Makes a column.
        public init(_ expression: SQLExpression, name: String) {
            self.expression = expression
            self.name = name
        }
    }

    /// Whether DISTINCT stands there.
    public var isDistinct: Bool
    /// The columns.
    public var columns: [Column]
    /// What it reads, in the order of the text.
    public var from: [FromItem]
    /// WHERE.
    public var condition: SQLExpression?
    /// GROUP BY; places and names of result columns are resolved to what they stand for.
    public var group: [SQLExpression]
    /// HAVING.
    public var having: SQLExpression?

    /// Makes an arm.
    public init(
        isDistinct: Bool = false, columns: [Column], from: [FromItem], condition: SQLExpression? = nil,
        group: [SQLExpression] = [], having: SQLExpression? = nil
    ) {
        self.isDistinct = isDistinct
        self.columns = columns
        self.from = from
        self.condition = condition
        self.group = group
        self.having = having
    }
}
