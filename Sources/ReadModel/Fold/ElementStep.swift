// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// What a step reads of the elements of an array (R16).
struct ElementReading {
    /// One cell of what the step sees as its record.
    struct Cell {
        /// Whether it is the element's, or the record's own.
        var isOfElement: Bool
        /// The slot's place among those of the element or of the record.
        var slot: Int
        /// What it is, for messages.
        var wanted: DecodePlan.Slot
    }

    /// The array's place in its shape.
    var array: Int
    /// The cells, in the order by which the step's slots count: the key's first.
    var cells: [Cell]
    /// Whether the rows of the record's key that no element names go.
    var replaces: Bool
}

/// A step on rows by element, in flat memory: for each element, or for all rows of the record's key.
@safe
struct ElementStep {
    // Proof of safe: the memory is made in init and freed by `deallocate`, which `CompiledSteps` calls; indexes are
    // below the counts beside them.

    /// A cell to be copied: its place in the record or the element, and in `view`.
    struct Copy {
        var from: Int
        var to: Int
    }

    /// What is done to each row: `firstKeySlot` and all other slots are places in `view`.
    let step: CompiledSteps.Step
    /// The array's place in its shape; -1 for a delete of all rows of the record's key.
    let array: Int
    let replaces: Bool
    /// The number of the table's key columns that are the record's; 0 if rows are not found by them alone.
    let prefixCount: Int
    /// The cells that the step sees as its record's.
    let view: UnsafeMutablePointer<Cell>
    let results: UnsafeMutablePointer<Cell>
    let fromRecord: UnsafeMutablePointer<Copy>
    let fromRecordCount: Int
    let fromElement: UnsafeMutablePointer<Copy>
    let fromElementCount: Int

    init(_ step: TableStep, _ compiled: CompiledSteps.Step, prefixCount: Int) {
        self.step = compiled
        self.prefixCount = prefixCount
        array = step.elements?.array ?? -1
        replaces = step.elements?.replaces ?? false
        let cells = step.elements?.cells ?? []
        let copies = cells.enumerated().map { (isOfElement: $1.isOfElement, copy: Copy(from: $1.slot, to: $0)) }
        let ofRecord = copies.filter { !$0.isOfElement }.map(\.copy)
        let ofElement = copies.filter(\.isOfElement).map(\.copy)
        unsafe view = .allocate(capacity: max(1, cells.count))
        unsafe results = .allocate(capacity: max(1, step.operations.count))
        unsafe fromRecord = CompiledSteps.copy(ofRecord)
        fromRecordCount = ofRecord.count
        unsafe fromElement = CompiledSteps.copy(ofElement)
        fromElementCount = ofElement.count
    }

    func deallocate() {
        step.deallocate()
        unsafe view.deallocate()
        unsafe results.deallocate()
        unsafe fromRecord.deallocate()
        unsafe fromElement.deallocate()
    }

    /// Puts the record's own cells into the view.
    func take(record cells: UnsafePointer<Cell>) {
        for index in 0..<fromRecordCount {
            let copy = unsafe fromRecord[index]
            unsafe view[copy.to] = cells[copy.from]
        }
    }

    /// Puts an element's cells into the view.
    @inline(__always)
    func take(element cells: UnsafePointer<Cell>) {
        for index in 0..<fromElementCount {
            let copy = unsafe fromElement[index]
            unsafe view[copy.to] = cells[copy.from]
        }
    }
}
