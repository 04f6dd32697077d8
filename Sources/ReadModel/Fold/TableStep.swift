// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

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
    /// The slot of the event's version (R13); nil for a tombstone, and where rows have none.
    var versionSlot: Int?
    /// The slot of the record's time, where the table has a history (R15).
    var timeSlot: Int?
    /// For a row by element (R16): what is read of the elements; all slots above are then places in its cells.
    var elements: ElementReading?
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
        /// Whether `locate` and `store` have more to do than for a plain row: versions, a history, an append.
        let isSpecial: Bool
        /// Whether each record is a row of its own; then the operations' slots are its columns.
        let isAppend: Bool
        let versionSlot: Int
        /// The row's cell that holds its version; -1 if rows have none.
        let versionCell: Int
        let timeSlot: Int
        /// The number of an append table's columns, whose slots are those of `operations`.
        let appendedCount: Int

        init(_ step: TableStep, _ fold: TableFold) {
            unsafe self.fold = Unmanaged.passUnretained(fold)
            unsafe rows = fold.rows
            unsafe operations = CompiledSteps.copy(step.operations)
            operationCount = fold.isAppend ? 0 : step.operations.count
            unsafe bodyKeySlots = CompiledSteps.copy(step.bodyKeySlots)
            bodyKeyCount = step.bodyKeySlots.count
            firstKeySlot = step.firstKeySlot
            keyCount = fold.table.key.count
            isDelete = step.isDelete
            hasAt = fold.hasAt
            writesBlindly = fold.writesBlindly
            isSpecial = fold.isAppend || fold.hidden.count > 0
            isAppend = fold.isAppend
            versionSlot = step.versionSlot ?? -1
            versionCell = fold.gone == nil ? -1 : fold.hidden.version
            timeSlot = step.timeSlot ?? -1
            appendedCount = fold.isAppend ? step.operations.count : 0
        }

        func deallocate() {
            unsafe operations.deallocate()
            unsafe bodyKeySlots.deallocate()
        }
    }

    /// The steps on the row of the record's key.
    let start: UnsafeMutablePointer<Step>
    let count: Int
    /// The steps on rows by element (R16).
    let elements: UnsafeMutablePointer<ElementStep>
    let elementCount: Int
    /// The number of the record's own cells, behind which those of its arrays stand.
    let slotCount: Int
    /// By array: the cells of an element.
    let arrayWidths: UnsafeMutablePointer<Int>
    /// Whether a step has SQLite compute something.
    let usesSQL: Bool

    init(_ steps: [TableStep], shape: DecodePlan.Shape, tables: [TableFold]) {
        usesSQL = steps.contains { $0.operations.contains { $0.kind == .sql } }
        let isByElement: (TableStep) -> Bool = {
            $0.elements != nil || ($0.isDelete && tables[$0.table].table.prefixCount > 0)
        }
        let plain = steps.filter { !isByElement($0) }
        let byElement = steps.filter(isByElement)
        count = plain.count
        unsafe start = Self.copy(plain.map { Step($0, tables[$0.table]) })
        elementCount = byElement.count
        unsafe elements = Self.copy(
            byElement.map {
                ElementStep($0, Step($0, tables[$0.table]), prefixCount: tables[$0.table].table.prefixCount)
            })
        slotCount = shape.slots.count
        unsafe arrayWidths = Self.copy(shape.arrays.map(\.slots.count))
    }

    /// The most results that one record of this shape computes at once.
    var operationCount: Int {
        (0..<count).reduce(0) { unsafe $0 + start[$1].operationCount }
    }

    func deallocate() {
        for index in 0..<count { unsafe start[index].deallocate() }
        for index in 0..<elementCount { unsafe elements[index].deallocate() }
        unsafe start.deallocate()
        unsafe elements.deallocate()
        unsafe arrayWidths.deallocate()
    }

    static func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        for (index, element) in elements.enumerated() { unsafe (memory + index).initialize(to: element) }
        return unsafe memory
    }
}
