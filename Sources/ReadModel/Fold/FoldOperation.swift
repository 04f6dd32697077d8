// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

/// One column's change, ready to run on cells.
struct FoldOperation {
    /// What is done; `column` is the assigned column.
    enum Kind {
        /// The operand.
        case value
        /// `column + operand`; `subtract` is the same with the operand's sign turned.
        case add, subtract
        /// The smaller or larger of both.
        case least, greatest
        /// The column unless it is NULL.
        case coalesce
        /// What SQLite computes.
        case sql
    }

    /// Where the operand is.
    enum OperandPlace {
        /// A slot of the record.
        case slot(Int)
        /// A constant of the program; its text lies in the program's constants.
        case constant(Cell)
        /// None: SQLite's statement of that number, over these slots of the record.
        case statement(Int, slots: [Int])
    }

    var kind: Kind
    /// The cell of the row that takes the result: key columns come first.
    var cell: Int
    var type: ValueType
    var operand: OperandPlace
    /// Whether the result must be looked at before it is stored: its type is not sure to be the column's.
    var needsCheck: Bool
}

/// What a record of one shape does to one table.
struct TableStep {
    enum Action {
        case set([FoldOperation])
        case delete
    }

    /// The table's place in the projection.
    var table: Int
    /// The slots of the table's key, in order; the first of consecutive slots, since keys are laid out side by side.
    var firstKeySlot: Int
    /// For a replica: the slots that hold the key's fields as the body has them, to be compared; -1 where it has none.
    var bodyKeySlots: [Int]
    var action: Action
}
