// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events
internal import SQLite

extension RecordFold {
    /// The number of no row: the record changes nothing in this table.
    static let noRow = -1

    /// What a table with versions or a history asks of a record before it is applied: its row, or none if it is stale.
    @inline(never)
    func judge(_ step: CompiledSteps.Step, row: Int, record: EventRecord, view: CellView) throws -> Int {
        if step.versionSlot >= 0 {
            let version = unsafe view.cells[step.versionSlot]
            guard version.rawKind == CellKind.integer.rawValue else {
                throw badOwn(step.versionSlot, "version", step, record: record, view: view)
            }
            let known = unsafe step.rows.pointee.cells[row * step.rows.pointee.width + step.versionCell]
            if !known.isNull && version.payload <= known.payload { return RecordFold.noRow }
        }
        if step.timeSlot >= 0 {
            let time = unsafe view.cells[step.timeSlot]
            guard time.rawKind == CellKind.text.rawValue, time.length == Moment.textBytes else {
                throw badOwn(step.timeSlot, "time", step, record: record, view: view)
            }
        }
        return row
    }

    /// What an append table asks of a record: that its values fit.
    @inline(never)
    func check(appended step: CompiledSteps.Step, record: EventRecord, view: CellView) throws {
        for index in 0..<step.appendedCount {
            let operation = unsafe step.operations[index]
            let cell = unsafe view.cells[Int(operation.index)]
            if cell.rawKind < CellKind.bad.rawValue { continue }
            if cell.rawKind == CellKind.bad.rawValue {
                throw badValue(Int(operation.index), of: step, record: record, view: view)
            }
            throw unavailable(operation, step)
        }
    }

    /// Stores a record in a table that is not plain; its results are for a row that `locate` found.
    @inline(never)
    func storeSpecial(
        _ step: CompiledSteps.Step, row: Int, results: UnsafePointer<Cell>, record: EventRecord, at position: Int64,
        view: CellView
    ) throws {
        if step.isAppend {
            return try unsafe step.fold._withUnsafeGuaranteedRef { try $0.append(step, of: view, at: position) }
        }
        if step.timeSlot >= 0 { try unsafe noteStep(step, row, results, record, view) }
        let existed = unsafe step.rows.pointee.rows[row].exists
        unsafe storePlain(step, row: row, results: results, at: position, view: view)
        guard step.versionCell >= 0 else { return }
        let cells = unsafe step.rows.pointee.cells + row * step.rows.pointee.width
        if step.versionSlot >= 0 {
            unsafe cells[step.versionCell] = .integer(view.cells[step.versionSlot].payload)
            // Also a delete of no row keeps its version.
            if step.isDelete { unsafe step.rows.pointee.touch(row, exists: false, at: position) }
        } else if existed {
            unsafe cells[step.versionCell] = .null
        }
    }

    /// Tells a history what becomes of a row, before it does.
    private func noteStep(
        _ step: CompiledSteps.Step, _ row: Int, _ results: UnsafePointer<Cell>, _ record: EventRecord, _ view: CellView
    ) throws {
        let time = unsafe Moment(view.texts + Int(view.cells[step.timeSlot].payload))
        let exists = unsafe step.rows.pointee.rows[row].exists
        if step.isDelete {
            guard exists else { return }
            try unsafe step.fold._withUnsafeGuaranteedRef { try unsafe $0.history?.close(row, of: step.rows, at: time) }
        } else if unsafe !exists || isChange(step, row: row, results: results, view: view) {
            unsafe step.fold._withUnsafeGuaranteedRef {
                unsafe $0.history?.change(row, of: step.rows, at: time, isSnapshot: record.isSnapshot)
            }
        }
    }

    /// Whether results differ from what the row has.
    private func isChange(
        _ step: CompiledSteps.Step, row: Int, results: UnsafePointer<Cell>, view: CellView
    ) -> Bool {
        let cells = unsafe step.rows.pointee.cells + row * step.rows.pointee.width
        let texts = texts(of: step, view)
        for index in 0..<step.operationCount {
            let result = unsafe results[index]
            if result.reserved == CellSource.row.rawValue { continue }
            let current = unsafe cells[Int(step.operations[index].cell)]
            if unsafe !KeyCells.areEqual(result, texts.start(of: result), current, texts.row) { return true }
        }
        return false
    }

    /// Whether a record may take over the row that another partition made: partitions were added in between (R4).
    @inline(never)
    func mayMove(_ record: EventRecord, from old: Int64, to new: Int64) -> Bool {
        let epochs = epochs[Int(record.source)]
        return epochs.epoch(at: new) > epochs.epoch(at: old)
    }

    /// The column's own value, for one that the source did not send (R18).
    @inline(never)
    func keep(_ operation: FoldOperation, step: CompiledSteps.Step, row: Int, position: Int64) throws -> Cell {
        if step.writesBlindly {
            try unsafe step.fold.takeUnretainedValue().read(row)
            let known = unsafe step.rows.pointee.rows[row]
            if known.exists, known.at >> 48 != position >> 48 { throw otherPartition(step, known.at >> 48) }
        }
        guard unsafe step.rows.pointee.rows[row].exists else { throw unavailable(operation, step) }
        let cells = unsafe step.rows.pointee.cells + row * step.rows.pointee.width
        return unsafe cells[Int(operation.cell)].from(.row)
    }
}
