// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// What a record of one shape does to one table.
struct TableStep {
    /// The table's place in the projection.
    var table: Int
    /// The first of the slots of the table's key, which are laid out side by side in its order.
    var firstKeySlot: Int
    /// For a replica: the slots that hold the key's fields as the body has them, to be compared.
    var bodyKeySlots: [Int] = []
    /// The changes of columns; empty for a delete.
    var operations: [FoldOperation] = []
    /// Whether the row goes.
    var isDelete = false
}

/// The steps of one shape in flat memory, as the hot loop runs them.
@safe
struct CompiledSteps {
    // Proof of safe: the memory is made in init and freed by `deallocate`, which `RecordFold` calls once, in its
    // deinit; indexes are below the counts beside them.

    /// One step.
    ///
    /// Proof of safe: `fold` and `rows` live as long as the `RecordFold` that made it.
    @safe
    struct Step {
        let fold: Unmanaged<TableFold>
        let rows: UnsafeMutablePointer<RowTable>
        let operations: UnsafeMutablePointer<FoldOperation>
        let operationCount: Int
        let bodyKeySlots: UnsafeMutablePointer<Int>
        let bodyKeyCount: Int
        let firstKeySlot: Int
        let keyCount: Int
        let isDelete: Bool
        let hasAt: Bool
        let writesBlindly: Bool
    }

    let start: UnsafeMutablePointer<Step>
    let count: Int
    /// Whether a step has SQLite compute something.
    let usesSQL: Bool

    init(_ steps: [TableStep], tables: [TableFold]) {
        count = steps.count
        usesSQL = steps.contains { $0.operations.contains { $0.kind == .sql } }
        unsafe start = .allocate(capacity: max(1, steps.count))
        for (index, step) in steps.enumerated() {
            let fold = tables[step.table]
            unsafe (start + index).initialize(
                to: Step(
                    fold: Unmanaged.passUnretained(fold), rows: fold.rows, operations: Self.copy(step.operations),
                    operationCount: step.operations.count, bodyKeySlots: Self.copy(step.bodyKeySlots),
                    bodyKeyCount: step.bodyKeySlots.count, firstKeySlot: step.firstKeySlot,
                    keyCount: fold.table.key.count, isDelete: step.isDelete, hasAt: fold.hasAt,
                    writesBlindly: fold.writesBlindly))
        }
    }

    /// The most results that one record of this shape computes.
    var operationCount: Int {
        (0..<count).reduce(0) { unsafe $0 + start[$1].operationCount }
    }

    func deallocate() {
        for index in 0..<count {
            unsafe start[index].operations.deallocate()
            unsafe start[index].bodyKeySlots.deallocate()
        }
        unsafe start.deallocate()
    }

    private static func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        for (index, element) in elements.enumerated() { unsafe (memory + index).initialize(to: element) }
        return unsafe memory
    }
}
