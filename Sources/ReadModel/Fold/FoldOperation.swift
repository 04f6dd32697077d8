// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// One column's change, ready to run on cells; it is trivially copyable, so that running it touches no reference count.
struct FoldOperation {
    /// What is done with the column and the operand.
    enum Kind: UInt8 {
        /// The operand.
        case value
        /// The column plus or minus the operand.
        case add, subtract
        /// The smaller or larger of both.
        case least, greatest
        /// The column unless it is NULL.
        case coalesce
        /// What SQLite computes.
        case sql
    }

    /// Where the operand is.
    enum Operand: UInt8 {
        /// The slot of the record with the number `index`.
        case slot
        /// `constant`; its text lies in the program's constants.
        case constant
        /// The table's statement with the number `index`.
        case statement
    }

    var kind: Kind
    var operand: Operand
    /// The slot's or the statement's number.
    var index: Int32 = 0
    var constant = Cell.null
    /// The cell of the row that takes the result: key columns come first.
    var cell: Int32
    var type: ValueType
    /// Whether the result must be looked at before it is stored: its type is not sure to be the column's.
    var needsCheck: Bool
}
