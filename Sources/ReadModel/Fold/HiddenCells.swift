// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// Where a row has the cells that are ours, behind those of its declared columns.
struct HiddenCells {
    /// The version of the row's last event, also of a deleted one (R13).
    let version: Int
    /// 1 if the file has the row's version among those of deleted rows.
    let isGone: Int
    /// When the row's open version began (R15); of no meaning while there is no row.
    let validFrom: Int
    /// When the version before the open one ended, or the last one of a row that is not there.
    let lastEnd: Int
    /// What the history still has to write of the row, as `HistoryFold` keeps it.
    let pending: Int
    /// The number of them.
    let count: Int

    init(_ table: Table) {
        let first = table.key.count + table.columns.count
        let versions = table.version == nil ? 0 : 2
        version = first
        isGone = first + 1
        validFrom = first + versions
        lastEnd = first + versions + 1
        pending = first + versions + 2
        count = versions + (table.hasHistory ? 3 : 0)
    }
}
