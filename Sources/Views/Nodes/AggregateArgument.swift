// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// What an aggregate is taken of, and what is kept for it.
struct AggregateArgument: Sendable {
    /// The value, of each row.
    var expression: SQLExpression
    /// What it may be.
    var kinds: StorageKinds
    var keepsCount = false
    var keepsSum = false
    var keepsLeast = false
    var keepsGreatest = false
    var keepsDistinctCount = false
    var keepsDistinctSum = false

    /// Whether an index on the one table that is grouped finds its least and greatest.
    var isIndexed = false

    /// Whether each value is kept with how often it stands there.
    var hasValues: Bool { hasExtreme && !isIndexed || hasDistinct }
    /// Whether the least or the greatest is kept.
    var hasExtreme: Bool { keepsLeast || keepsGreatest }
    /// Whether values that come and go are counted.
    var hasDistinct: Bool { keepsDistinctCount || keepsDistinctSum }
}
