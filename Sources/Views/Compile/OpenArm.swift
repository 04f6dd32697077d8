// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

/// An arm whose FROM items have become sources, and whose columns are those stored.
struct OpenArm {
    /// An item that is joined LEFT, and on what.
    var inner: [Item] = []
    var lefts: [Lookup] = []
    var conditions: [SQLExpression] = []
    var scope = Scope(items: [:])
    /// What SELECTs within it may read, by name.
    var known: [String: Source] = [:]
    /// What SELECTs within expressions read, by the names given to them.
    var correlated: [String: Item] = [:]

    /// The table that the arm reads, if it reads all rows of one and nothing else.
    var wholeTable: Item? {
        guard inner.count == 1, lefts.isEmpty, conditions.isEmpty, correlated.isEmpty else { return nil }
        let source = inner[0].source
        return source.isNode || source.isStream || source.key.isEmpty ? nil : inner[0]
    }
}
