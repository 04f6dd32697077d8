// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

/// How a record changes the rows of tables by element (R16).
extension RecordFold {
    /// Applies the steps of a record on rows by element; all rows are as before if it throws.
    func applyElements(_ steps: CompiledSteps, of record: EventRecord, at position: Int64, _ view: CellView) throws {
        unsafe undo.pointee.begin()
        do {
            for number in 0..<steps.elementCount {
                let element = unsafe steps.elements[number]
                if element.array < 0 {
                    unsafe element.step.rows.pointee.chains?.pointee.beginPass()
                    try checkPrefix(element, view)
                    try removeUnnamed(element.step, record, view, at: position)
                } else {
                    try apply(element, of: steps, record, at: position, view)
                }
            }
        } catch {
            unsafe undo.pointee.restore()
            throw error
        }
    }

    private func apply(
        _ element: ElementStep, of steps: CompiledSteps, _ record: EventRecord, at position: Int64, _ view: CellView
    ) throws {
        unsafe element.take(record: view.cells)
        let seen = unsafe CellView(cells: element.view, texts: view.texts)
        try checkPrefix(element, seen)
        unsafe element.step.rows.pointee.chains?.pointee.beginPass()
        let first = place(of: element.array, steps, view)
        let count = unsafe view.cells[first]
        guard count.rawKind == CellKind.integer.rawValue else { throw badArray(element, count, record, view) }
        let width = unsafe steps.arrayWidths[element.array]
        for index in 0..<Int(count.payload) {
            unsafe element.take(element: view.cells + (first + 1 + index * width))
            do {
                try apply(element, record, at: position, seen)
            } catch let fault as RecordFault {
                throw inElement(index, element, record, fault)
            }
        }
        if element.replaces { try removeUnnamed(element.step, record, seen, at: position) }
    }

    /// Changes the row of the element whose cells the view holds.
    @inline(__always)
    private func apply(
        _ element: ElementStep, _ record: EventRecord, at position: Int64, _ seen: CellView
    ) throws {
        let step = element.step
        let row = try locate(step, record: record, position: position, view: seen)
        unsafe undo.pointee.save(row, of: step.rows)
        if let chains = unsafe step.rows.pointee.chains {
            unsafe chains.pointee.name(row, key: seen.cells + step.firstKeySlot, texts: seen.texts)
        }
        for index in 0..<step.operationCount {
            unsafe element.results[index] = try compute(
                step.operations[index], step: step, row: row, record: record, at: position, view: seen)
        }
        unsafe storePlain(step, row: row, results: element.results, at: position, view: seen)
    }

    /// Deletes the rows of the record's key that the pass has not named.
    private func removeUnnamed(
        _ step: CompiledSteps.Step, _ record: EventRecord, _ view: CellView, at position: Int64
    ) throws {
        guard let chains = unsafe step.rows.pointee.chains else { return }
        let key = unsafe view.cells + step.firstKeySlot
        let chain = try unsafe step.fold._withUnsafeGuaranteedRef {
            try unsafe $0.chain(key, view.texts, of: chains)
        }
        try unsafe chains.pointee.forEachUnnamed(in: chain) { row in
            let known = unsafe step.rows.pointee.rows[row]
            guard known.exists else { return true }
            if known.hasAt, known.at >> 48 != position >> 48, !mayMove(record, from: known.at, to: position) {
                throw otherPartition(step, known.at >> 48)
            }
            unsafe undo.pointee.save(row, of: step.rows)
            unsafe step.rows.pointee.touch(row, exists: false, at: position)
            return false
        }
    }

    /// Checks the part of the key that is the record's, which an event without elements must have too.
    private func checkPrefix(_ element: ElementStep, _ view: CellView) throws(RecordFault) {
        for column in 0..<element.prefixCount {
            let cell = unsafe view.cells[element.step.firstKeySlot + column]
            if cell.isNull || cell.rawKind >= CellKind.bad.rawValue {
                throw badKey(element.step, column, cell, view)
            }
        }
    }

    /// The place of an array's number of elements among a record's cells.
    private func place(of array: Int, _ steps: CompiledSteps, _ view: CellView) -> Int {
        var place = steps.slotCount
        for number in 0..<array {
            let count = unsafe view.cells[place]
            let isArray = count.rawKind == CellKind.integer.rawValue
            place += 1 + (isArray ? unsafe Int(count.payload) * steps.arrayWidths[number] : 0)
        }
        return place
    }
}

extension RecordFold {
    /// What a step reads of elements, for messages; nil for a step on the record's own row.
    func elements(of step: CompiledSteps.Step, _ record: EventRecord) -> ElementReading? {
        let fold = unsafe step.fold.takeUnretainedValue()
        return programs[Int(record.source)].steps[Int(record.shape)].first { tables[$0.table] === fold }?.elements
    }

    /// The fault of a value that should be an array.
    private func badArray(
        _ element: ElementStep, _ cell: Cell, _ record: EventRecord, _ view: CellView
    ) -> RecordFault {
        let fault = ConversionFault(rawValue: cell.rawFault) ?? .wrongType
        let why = fault == .wrongType ? "which is no array" : fault.explanation(for: .json)
        let found = unsafe excerpt(cell, view.texts)
        return RecordFault(.badValue, "\(name(of: element, record)): found \(found), \(why)")
    }

    /// A fault, with the element that it is of.
    private func inElement(
        _ index: Int, _ element: ElementStep, _ record: EventRecord, _ fault: RecordFault
    ) -> RecordFault {
        RecordFault(fault.code, "\(name(of: element, record))[\(index)]: \(fault.message)")
    }

    private func name(of element: ElementStep, _ record: EventRecord) -> String {
        "$" + programs[Int(record.source)].plan.shapes[Int(record.shape)].arrays[element.array].path.description
    }
}
