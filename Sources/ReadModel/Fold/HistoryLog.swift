// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Ended versions of rows that a transaction still has to write, in flat memory.
@safe
struct HistoryLog {
    // Proof of safe: what the pointers point to is made in init and freed by `deallocate`, which the owner calls last;
    // step numbers come from `append` and are below `count`.

    /// What stands beside the columns of a step.
    struct Step {
        var from: Int64
        var to: Int64
        /// The number + 1 of the same row's step before it; 0 if there is none.
        var previous: Int
    }

    /// The cells of a step: the declared columns beside the key.
    let width: Int
    private(set) var count = 0
    private(set) var steps: UnsafeMutablePointer<Step>
    private(set) var cells: UnsafeMutablePointer<Cell>
    private(set) var texts: UnsafeMutablePointer<UInt8>
    private var capacity = 1_024
    private var textCount = 0
    private var textCapacity = 65_536

    init(columnCount: Int) {
        width = columnCount
        unsafe steps = .allocate(capacity: capacity)
        unsafe cells = .allocate(capacity: max(1, capacity * width))
        unsafe texts = .allocate(capacity: textCapacity)
    }

    func deallocate() {
        unsafe steps.deallocate()
        unsafe cells.deallocate()
        unsafe texts.deallocate()
    }

    /// The bytes in use.
    var byteCount: Int { count * (width * MemoryLayout<Cell>.stride + MemoryLayout<Step>.stride) + textCount }

    /// Forgets all steps and keeps the memory.
    mutating func removeAll() {
        count = 0
        textCount = 0
    }

    /// Adds a step with a copy of a row's columns; gives its number + 1.
    @inline(__always)
    mutating func append(_ step: Step, columns: UnsafePointer<Cell>, texts rowTexts: UnsafePointer<UInt8>) -> Int {
        if count == capacity { grow() }
        let first = unsafe cells + count * width
        for column in 0..<width {
            var cell = unsafe columns[column]
            if cell.rawKind == CellKind.text.rawValue || cell.rawKind == CellKind.blob.rawValue {
                let length = Int(cell.length)
                if textCount + length > textCapacity { growTexts(by: length) }
                unsafe (texts + textCount).update(from: rowTexts + Int(cell.payload), count: length)
                cell.payload = Int64(textCount)
                textCount += length
            }
            unsafe first[column] = cell
        }
        unsafe steps[count] = step
        count += 1
        return count
    }

    private mutating func grow() {
        let (oldSteps, oldCells) = unsafe (steps, cells)
        capacity *= 2
        unsafe steps = .allocate(capacity: capacity)
        unsafe cells = .allocate(capacity: max(1, capacity * width))
        unsafe steps.update(from: oldSteps, count: count)
        unsafe cells.update(from: oldCells, count: count * width)
        unsafe oldSteps.deallocate()
        unsafe oldCells.deallocate()
    }

    private mutating func growTexts(by length: Int) {
        let old = unsafe texts
        while textCount + length > textCapacity { textCapacity *= 2 }
        unsafe texts = .allocate(capacity: textCapacity)
        unsafe texts.update(from: old, count: textCount)
        unsafe old.deallocate()
    }
}
