// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import Glibc

/// The common forms of expressions, on cells; SQLite computes the same of the same text, value and type (R11).
enum CellFold {
    /// The column's new value; a result that is the column's own value stays marked as such.
    @inline(__always)
    static func run(
        _ operation: FoldOperation, current: Cell, operand: Cell, texts: CellTexts
    ) throws(RecordFault) -> Cell {
        switch operation.kind {
        case .value, .sql: return operand
        case .coalesce: return current.isNull ? operand : current
        case .add, .subtract:
            if operand.isNull { return current }
            return try sum(operation, current, operand)
        case .least, .greatest:
            if current.isNull { return operand }
            if operand.isNull { return current }
            let order = compare(operand, current, texts)
            // Of equal values (0.0 and -0.0) SQLite's min takes the last, max the first.
            return (operation.kind == .least ? order <= 0 : order > 0) ? operand : current
        }
    }

    private static func sum(
        _ operation: FoldOperation, _ current: Cell, _ operand: Cell
    ) throws(RecordFault) -> Cell {
        let isSubtraction = operation.kind == .subtract
        if operand.rawKind == CellKind.real.rawValue {
            let base = current.isNull ? 0 : current.real
            let sum = isSubtraction ? base - operand.real : base + operand.real
            if current.isNull && !isSubtraction { return operand }
            guard sum.isFinite else { throw RecordFault(.overflow, "the sum is no finite real") }
            return Cell.real(sum)
        }
        let base = current.isNull ? 0 : current.payload
        let (sum, overflow) =
            isSubtraction
            ? base.subtractingReportingOverflow(operand.payload) : base.addingReportingOverflow(operand.payload)
        guard !overflow else { throw RecordFault(.overflow, "the sum does not fit 64 bits") }
        return Cell.integer(sum)
    }

    @inline(__always)
    private static func compare(_ left: Cell, _ right: Cell, _ texts: CellTexts) -> Int {
        switch left.rawKind {
        case CellKind.integer.rawValue:
            return left.payload < right.payload ? -1 : left.payload > right.payload ? 1 : 0
        case CellKind.real.rawValue:
            return left.real < right.real ? -1 : left.real > right.real ? 1 : 0
        default:
            let shared = Int(min(left.length, right.length))
            let order = unsafe memcmp(
                texts.start(of: left) + Int(left.payload), texts.start(of: right) + Int(right.payload), shared)
            return order != 0 ? Int(order) : Int(left.length) - Int(right.length)
        }
    }
}
