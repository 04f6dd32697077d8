// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A statement of a node, with how its items are to be found.
struct Command: Sendable {
    /// An item that a statement seeks rows of.
    struct Seek: Sendable {
        /// The item.
        var item: Item
        /// The stored names of the columns that it can be found by.
        var columns: [String]
    }

    var sql: String
    var seeks: [Seek] = []
    /// The names under which it may scan: those of changed rows, of input and of touched keys.
    var scans: Set<String> = ["v", "w", "d", "n", "k"]
    /// Whether the rows that it returns are counts that must not be below zero.
    var returnsCounts = false
}
