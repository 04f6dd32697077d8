// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Where the text of an evaluated cell lies, kept in the cell's spare bits until it is stored.
enum CellSource: UInt16 {
    /// In the batch's arena.
    case batch = 0
    /// In the program's constants.
    case constants = 1
    /// In the row itself: the value did not change.
    case row = 2
    /// In the scratch arena, from SQLite's result.
    case scratch = 3
}

extension Cell {
    /// The cell, marked with where its text lies.
    @inline(__always)
    func from(_ source: CellSource) -> Cell {
        var cell = self
        cell.reserved = source.rawValue
        return cell
    }
}
