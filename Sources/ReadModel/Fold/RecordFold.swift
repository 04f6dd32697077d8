// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// Folds records into rows: one record changes all tables that it feeds, or none.
@safe
final class RecordFold {
    // Proof of safe: the pointers into a batch are taken anew for each batch and not kept past it.

    /// A change that was computed and waits until all of its record's are.
    private struct Pending {
        var step: Int
        var row: Int
        var firstResult: Int
    }

    let programs: [SourceProgram]
    let tables: [TableFold]
    private let constants: ByteArena
    private let scratch = ByteArena()
    private var results: [Cell] = []
    private var pending: [Pending] = []

    init(_ projection: Projection, isCareful: Bool, connection: Connection) throws(SQLiteError) {
        let constants = ByteArena()
        var compiler = ProgramCompiler(projection: projection, constants: constants)
        programs = projection.sources.indices.map { compiler.compile(source: $0) }
        self.constants = constants
        var tables: [TableFold] = []
        for (index, table) in projection.tables.enumerated() {
            tables.append(
                try TableFold(
                    table, expressions: compiler.statements[index].texts,
                    writesBlindly: table.kind == .replica && !isCareful, connection: connection))
        }
        self.tables = tables
    }

    /// Applies one record, whose partition and offset are `position` (R4); nothing has changed if it throws.
    func apply(_ record: EventRecord, at position: Int64, of batch: EventBatch) throws -> Bool {
        let program = programs[Int(record.source)]
        let steps = record.fate == .tombstone ? program.tombstoneSteps : program.steps[Int(record.shape)]
        if steps.isEmpty { return false }
        results.removeAll(keepingCapacity: true)
        pending.removeAll(keepingCapacity: true)
        scratch.removeAll()
        let view = CellView(record, of: batch)
        for number in steps.indices {
            try evaluate(steps[number], number: number, record: record, position: position, view: view)
        }
        for change in pending {
            unsafe store(change, steps[change.step], position: position, texts: view.texts)
        }
        return true
    }

    private func evaluate(
        _ step: TableStep, number: Int, record: EventRecord, position: Int64, view: CellView
    ) throws {
        let fold = tables[step.table]
        let key = unsafe view.cells + step.firstKeySlot
        try unsafe checkKey(step, key: key, record: record, view: view)
        let row = try unsafe fold.locate(key: key, texts: view.texts)
        if fold.hasAt {
            let known = unsafe fold.cache.state.pointee.rows[row]
            if known.hasAt, known.at >> 48 != position >> 48 {
                if known.exists {
                    throw RecordFault(
                        .keyInTwoPartitions,
                        "the row of table \(fold.table.name) was made by partition \(known.at >> 48)")
                }
                // Whether the other partition's delete met a row, and whose, is known only to who reads rows first.
                if fold.writesBlindly { throw ModelWriter.NeedsCare() }
            }
        }
        pending.append(Pending(step: number, row: row, firstResult: results.count))
        guard case .set(let operations) = step.action else { return }
        for operation in operations {
            results.append(try compute(operation, fold: fold, row: row, record: record, view: view))
        }
    }

    private func compute(
        _ operation: FoldOperation, fold: TableFold, row: Int, record: EventRecord, view: CellView
    ) throws(RecordFault) -> Cell {
        let cells = unsafe UnsafePointer(fold.cache.state.pointee.cells + row * fold.cache.width)
        let exists = unsafe fold.cache.state.pointee.rows[row].exists
        let current = unsafe exists ? cells[operation.cell] : Cell.null
        let operand: Cell
        switch operation.operand {
        case .slot(let slot):
            operand = unsafe view.cells[slot].from(.batch)
            if operand.rawKind == CellKind.bad.rawValue { throw badValue(slot, record: record, view: view) }
        case .constant(let cell): operand = cell.from(.constants)
        case .statement(let number, let slots):
            for slot in slots where unsafe view.cells[slot].rawKind == CellKind.bad.rawValue {
                throw badValue(slot, record: record, view: view)
            }
            if !exists { fold.clearColumns(row) }
            let rowView = unsafe CellView(cells: cells, texts: UnsafePointer(fold.cache.arena.start))
            operand = try fold.sql.run(number, slots: slots, record: view, row: rowView, scratch: scratch)
                .from(.scratch)
        }
        let texts = unsafe texts(of: fold, batch: view.texts)
        let result = try CellFold.run(operation, current: current.from(.row), operand: operand, texts: texts)
        guard operation.needsCheck, result.reserved != CellSource.row.rawValue else { return result }
        guard let fitting = unsafe ResultCheck.fit(result, operation.type, texts: texts.start(of: result)) else {
            let column = fold.table.columns[operation.cell - fold.table.key.count].name
            let found = texts.description(of: result)
            throw RecordFault(
                .badResult,
                "the new value of \(fold.table.name).\(column) is \(found), which is no \(operation.type.name)")
        }
        return fitting.from(CellSource(rawValue: result.reserved) ?? .batch)
    }

    private func store(_ change: Pending, _ step: TableStep, position: Int64, texts: UnsafePointer<UInt8>) {
        let fold = tables[step.table]
        guard case .set(let operations) = step.action else {
            if unsafe fold.cache.state.pointee.rows[change.row].exists || !fold.hasRead(change.row) {
                fold.touch(change.row, exists: false, at: position)
            }
            return
        }
        if unsafe !fold.cache.state.pointee.rows[change.row].exists { fold.clearColumns(change.row) }
        let sources = unsafe self.texts(of: fold, batch: texts)
        let cells = unsafe fold.cache.state.pointee.cells + change.row * fold.cache.width
        for (offset, operation) in operations.enumerated() {
            let result = results[change.firstResult + offset]
            if result.reserved == CellSource.row.rawValue { continue }
            unsafe fold.cache.store(result, texts: sources.start(of: result), in: cells + operation.cell)
        }
        fold.touch(change.row, exists: true, at: position)
    }

    @inline(__always)
    private func texts(of fold: TableFold, batch: UnsafePointer<UInt8>) -> CellTexts {
        unsafe CellTexts(
            batch: batch, constants: UnsafePointer(constants.start), row: UnsafePointer(fold.cache.arena.start),
            scratch: UnsafePointer(scratch.start))
    }
}
