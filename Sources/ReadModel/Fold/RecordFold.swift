// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// Folds records into rows: one record changes all tables that it feeds, or none.
@safe
final class RecordFold {
    // Proof of safe: the memory behind the pointers is made in init and freed in deinit; what points into a batch or a
    // table is taken anew for each record and not kept past it.

    let programs: [SourceProgram]
    let tables: [TableFold]
    let constants: ByteArena
    let scratch = ByteArena()
    /// What is known of the events seen before; nil if no source names ids, and in a fold of held records, each of
    /// which knows it itself.
    let repeats: RepeatLog?
    /// By source: whether its events have ids.
    let hasIDs: UnsafeMutablePointer<Bool>
    /// By source: when its topic got more partitions.
    let epochs: [PartitionEpochs]
    /// By source: the number of its topic's partitions that the generation knows.
    private(set) var partitionCounts: [Int]
    /// By source: its shapes, and behind them what a tombstone does.
    private let shapes: UnsafeMutablePointer<UnsafeMutablePointer<CompiledSteps>>
    /// The computed values of one record, before they are stored.
    private let results: UnsafeMutablePointer<Cell>
    /// The row of each step of one record.
    private let touched: UnsafeMutablePointer<Int>
    /// The rows by element that one record has changed so far, as they were.
    let undo: UnsafeMutablePointer<RowUndo>

    /// `epochs` are by source; none is as if no topic ever got more partitions.
    init(
        _ projection: Projection, isCareful: Bool, epochs: [PartitionEpochs] = [], repeats: RepeatLog? = nil,
        follower: (any TableFollower)? = nil, connection: Connection
    ) throws(SQLiteError) {
        let epochs = projection.sources.indices.map {
            epochs.indices.contains($0) ? epochs[$0] : PartitionEpochs(cuts: [])
        }
        let constants = ByteArena()
        var compiler = ProgramCompiler(projection: projection, constants: constants)
        let programs = projection.sources.indices.map { compiler.compile(source: $0) }
        var tables: [TableFold] = []
        for (index, table) in projection.tables.enumerated() {
            // What a version, a history or a move between partitions depends on is read first.
            let isPlain = table.version == nil && !table.hasHistory && epochs[table.source].cuts.isEmpty
            tables.append(
                try TableFold(
                    table, expressions: compiler.expressions[index],
                    writesBlindly: table.kind == .replica && !isCareful && isPlain, follower: follower,
                    connection: connection))
        }
        self.epochs = epochs
        self.repeats = repeats
        unsafe hasIDs = .allocate(capacity: max(1, programs.count))
        for (source, declared) in projection.sources.enumerated() {
            unsafe (hasIDs + source).initialize(to: declared.id != nil)
        }
        partitionCounts = projection.sources.map { _ in 0 }
        self.programs = programs
        self.constants = constants
        self.tables = tables
        unsafe shapes = .allocate(capacity: max(1, programs.count))
        var resultsMax = 1
        for (source, program) in programs.enumerated() {
            let all = program.steps + [program.tombstoneSteps]
            let tombstone = DecodePlan.Shape(eventType: nil, slots: program.plan.tombstone)
            unsafe shapes[source] = .allocate(capacity: all.count)
            for (shape, steps) in all.enumerated() {
                let read = shape < program.plan.shapes.count ? program.plan.shapes[shape] : tombstone
                let compiled = CompiledSteps(steps, shape: read, tables: tables)
                unsafe (shapes[source] + shape).initialize(to: compiled)
                resultsMax = max(resultsMax, compiled.operationCount)
            }
        }
        unsafe results = .allocate(capacity: resultsMax)
        unsafe touched = .allocate(capacity: max(1, tables.count))
        unsafe undo = .allocate(capacity: 1)
        unsafe undo.initialize(to: RowUndo())
    }

    deinit {
        for (source, program) in programs.enumerated() {
            for shape in 0...program.steps.count { unsafe shapes[source][shape].deallocate() }
            unsafe shapes[source].deallocate()
        }
        unsafe shapes.deallocate()
        unsafe hasIDs.deallocate()
        unsafe results.deallocate()
        unsafe touched.deallocate()
        unsafe undo.pointee.deallocate()
        unsafe undo.deinitialize(count: 1)
        unsafe undo.deallocate()
    }

    /// Takes note of the partitions that the generation knows.
    func countPartitions(_ positions: [PartitionPosition]) {
        partitionCounts = partitionCounts.indices.map { source in positions.count { $0.source == source } }
    }

    /// Applies one record, whose partition and offset are `position` (R4); nothing has changed if it throws.
    ///
    /// Of several tables that take it, one that is not ahead of it is enough for it to count as applied.
    @inline(__always)
    func apply(_ record: EventRecord, at position: Int64, of batch: EventBatch) throws -> RecordOutcome {
        let source = Int(record.source)
        let shape = record.fate == .tombstone ? programs[source].steps.count : Int(record.shape)
        let steps = unsafe shapes[source][shape]
        if steps.count + steps.elementCount == 0 { return .noHandler }
        if steps.usesSQL { scratch.removeAll() }
        let view = CellView(record, of: batch)
        var firstResult = 0
        for number in 0..<steps.count {
            let step = unsafe steps.start[number]
            unsafe touched[number] = try locate(step, record: record, position: position, view: view)
            if unsafe touched[number] == RecordFold.noRow { continue }
            for index in 0..<step.operationCount {
                let operation = unsafe step.operations[index]
                unsafe results[firstResult + index] = try compute(
                    operation, step: step, row: touched[number], record: record, at: position, view: view)
            }
            firstResult += step.operationCount
        }
        // The last that can fail; it takes back what it did if it does.
        if steps.elementCount > 0 { try applyElements(steps, of: record, at: position, view) }
        firstResult = 0
        var outcome = steps.elementCount > 0 ? RecordOutcome.applied : .stale
        for number in 0..<steps.count {
            if unsafe touched[number] == RecordFold.noRow { continue }
            let step = unsafe steps.start[number]
            try unsafe store(
                step, row: touched[number], results: results + firstResult, record: record, at: position, view: view)
            firstResult += step.operationCount
            outcome = .applied
        }
        return outcome
    }

    /// The row that a step changes; `noRow` if it changes none.
    @inline(__always)
    func locate(
        _ step: CompiledSteps.Step, record: EventRecord, position: Int64, view: CellView
    ) throws -> Int {
        if step.isAppend {
            try check(appended: step, record: record, view: view)
            return 0
        }
        let key = unsafe view.cells + step.firstKeySlot
        for column in 0..<step.keyCount {
            let kind = unsafe key[column].rawKind
            if kind >= CellKind.bad.rawValue || kind == CellKind.null.rawValue {
                throw unsafe badKey(step, column, key[column], view)
            }
        }
        for column in 0..<step.bodyKeyCount {
            let body = unsafe view.cells[step.bodyKeySlots[column]]
            if body.isNull || body.rawKind == CellKind.unavailable.rawValue { continue }
            if unsafe !KeyCells.areEqual(body, view.texts, key[column], view.texts) {
                throw unsafe keyDiffers(step, column, body, key[column], view)
            }
        }
        let hash = unsafe KeyCells.hash(key, view.texts, count: step.keyCount)
        var row = unsafe step.rows.pointee.find(hash: hash, key: key, texts: view.texts)
        if row < 0 {
            row = try unsafe step.fold._withUnsafeGuaranteedRef {
                try unsafe $0.fetch(hash: hash, key: key, texts: view.texts)
            }
        }
        if step.hasAt {
            let known = unsafe step.rows.pointee.rows[row]
            if known.hasAt, known.at > position, known.exists, known.at >> 48 == position >> 48 {
                throw overtaken(step, by: known.at)
            }
            if known.hasAt, known.at >> 48 != position >> 48 {
                if known.exists, !mayMove(record, from: known.at, to: position) {
                    throw otherPartition(step, known.at >> 48)
                }
                // Whether the other partition's delete met a row, and whose, is known only to who reads rows first.
                if step.writesBlindly { throw ModelWriter.NeedsCare() }
            }
        }
        if step.isSpecial { return try judge(step, row: row, record: record, view: view) }
        return row
    }

    /// A column's new value, marked with where its text lies.
    @inline(__always)
    func compute(
        _ operation: FoldOperation, step: CompiledSteps.Step, row: Int, record: EventRecord, at position: Int64,
        view: CellView
    ) throws -> Cell {
        let exists = unsafe step.rows.pointee.rows[row].exists
        let cells = unsafe step.rows.pointee.cells + row * step.rows.pointee.width
        let current = unsafe exists ? cells[Int(operation.cell)].from(.row) : Cell.null.from(.row)
        let operand: Cell
        switch operation.operand {
        case .slot:
            operand = unsafe view.cells[Int(operation.index)].from(.batch)
            if operand.rawKind >= CellKind.bad.rawValue {
                if operand.rawKind == CellKind.unavailable.rawValue {
                    return try keep(operation, step: step, row: row, position: position)
                }
                throw badValue(Int(operation.index), of: step, record: record, view: view)
            }
        case .constant: operand = operation.constant.from(.constants)
        case .statement:
            let result = try runStatement(operation, step: step, row: row, record: record, view: view)
            if result.rawKind == CellKind.unavailable.rawValue {
                return try keep(operation, step: step, row: row, position: position)
            }
            operand = result.from(.scratch)
        }
        let texts = texts(of: step, view)
        let result = try CellFold.run(operation, current: current, operand: operand, texts: texts)
        guard operation.needsCheck, result.reserved != CellSource.row.rawValue else { return result }
        guard let fitting = unsafe ResultCheck.fit(result, operation.type, texts: texts.start(of: result)) else {
            throw badResult(operation, step, texts.description(of: result))
        }
        return fitting.from(CellSource(rawValue: result.reserved) ?? .batch)
    }

    private func runStatement(
        _ operation: FoldOperation, step: CompiledSteps.Step, row: Int, record: EventRecord, view: CellView
    ) throws(RecordFault) -> Cell {
        let fold = unsafe step.fold.takeUnretainedValue()
        let number = Int(operation.index)
        for slot in fold.sql.slots(number) where unsafe view.cells[slot].rawKind >= CellKind.bad.rawValue {
            if unsafe view.cells[slot].rawKind == CellKind.unavailable.rawValue { return unsafe view.cells[slot] }
            throw badValue(slot, of: step, record: record, view: view)
        }
        if unsafe !step.rows.pointee.rows[row].exists { unsafe step.rows.pointee.clearColumns(row) }
        let cells = unsafe step.rows.pointee.cells + row * step.rows.pointee.width
        let rowView = unsafe CellView(cells: cells, texts: UnsafePointer(step.rows.pointee.arena))
        return try fold.sql.run(number, record: view, row: rowView, scratch: scratch)
    }

    /// Puts a step's results into its row.
    @inline(__always)
    private func store(
        _ step: CompiledSteps.Step, row: Int, results: UnsafePointer<Cell>, record: EventRecord, at position: Int64,
        view: CellView
    ) throws {
        if step.isSpecial {
            return try unsafe storeSpecial(
                step, row: row, results: results, record: record, at: position, view: view)
        }
        unsafe storePlain(step, row: row, results: results, at: position, view: view)
    }

    /// Puts a step's results into its row, and nothing more.
    @inline(__always)
    func storePlain(
        _ step: CompiledSteps.Step, row: Int, results: UnsafePointer<Cell>, at position: Int64, view: CellView
    ) {
        if step.isDelete {
            // A delete of what is known not to be there does nothing (R9).
            if unsafe step.rows.pointee.rows[row].exists || !step.fold._withUnsafeGuaranteedRef({ $0.isKnown(row) }) {
                unsafe step.rows.pointee.touch(row, exists: false, at: position)
            }
            return
        }
        if unsafe !step.rows.pointee.rows[row].exists { unsafe step.rows.pointee.clearColumns(row) }
        let texts = texts(of: step, view)
        for index in 0..<step.operationCount {
            let result = unsafe results[index]
            if result.reserved == CellSource.row.rawValue { continue }
            unsafe step.rows.pointee.store(
                result, texts: texts.start(of: result), row: row, column: Int(step.operations[index].cell))
        }
        unsafe step.rows.pointee.touch(row, exists: true, at: position)
    }

    @inline(__always)
    func texts(of step: CompiledSteps.Step, _ view: CellView) -> CellTexts {
        unsafe CellTexts(
            batch: view.texts, constants: UnsafePointer(constants.start),
            row: UnsafePointer(step.rows.pointee.arena), scratch: UnsafePointer(scratch.start))
    }
}
