// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a window function looks at; named windows are put in where they are used.
public struct SQLWindow: Hashable, Sendable {
    /// The terms of PARTITION BY.
    public var partition: [SQLExpression]
    /// The terms of ORDER BY.
    public var order: [OrderTerm]
    /// The frame as written, its words in upper case, such as `ROWS BETWEEN 1 PRECEDING AND CURRENT ROW`; nil for the
    /// default.
    public var frame: String?

    /// Makes a window.
    public init(partition: [SQLExpression], order: [OrderTerm], frame: String? = nil) {
        self.partition = partition
        self.order = order
        self.frame = frame
    }
}
