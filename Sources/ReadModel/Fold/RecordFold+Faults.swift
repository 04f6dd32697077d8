// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

extension RecordFold {
    /// The fault of a key column that is NULL or does not fit.
    func badKey(_ step: CompiledSteps.Step, _ column: Int, _ cell: Cell, _ view: CellView) -> RecordFault {
        let table = unsafe step.fold.takeUnretainedValue().table
        let name = "\(table.name).\(table.key[column].name)"
        if cell.kind == .unavailable { return RecordFault(.badKey, "the key \(name) was not sent") }
        guard cell.kind == .bad, let fault = ConversionFault(rawValue: cell.rawFault) else {
            return RecordFault(.badKey, "the key \(name) is NULL")
        }
        let found = unsafe excerpt(cell, view.texts)
        return RecordFault(
            fault == .encodingMissing ? .encodingMissing : .badKey,
            "the key \(name): found \(found), \(fault.explanation(for: table.key[column].type))")
    }

    /// The fault of a replica's body whose key is not the record's.
    func keyDiffers(
        _ step: CompiledSteps.Step, _ column: Int, _ body: Cell, _ key: Cell, _ view: CellView
    ) -> RecordFault {
        let name = unsafe step.fold.takeUnretainedValue().table.key[column].name
        let found = unsafe "\(excerpt(body, view.texts)) and \(excerpt(key, view.texts))"
        return RecordFault(.keyDiffers, "the body's \(name) is not the record key's: \(found)")
    }

    /// The fault of a record whose row another partition made (R4).
    func otherPartition(_ step: CompiledSteps.Step, _ partition: Int64) -> RecordFault {
        let name = unsafe step.fold.takeUnretainedValue().table.name
        return RecordFault(.keyInTwoPartitions, "the row of table \(name) was made by partition \(partition)")
    }

    /// The fault of a held record whose row a later one changed (R17).
    func overtaken(_ step: CompiledSteps.Step, by at: Int64) -> RecordFault {
        let name = unsafe step.fold.takeUnretainedValue().table.name
        return RecordFault(
            .overtaken, "the row of table \(name) was changed by the later record at offset \(at & (1 << 48 - 1))")
    }

    /// The fault of a computed value that does not fit its column.
    func badResult(_ operation: FoldOperation, _ step: CompiledSteps.Step, _ found: String) -> RecordFault {
        let table = unsafe step.fold.takeUnretainedValue().table
        let column = table.columns[Int(operation.cell) - table.key.count].name
        return RecordFault(
            .badResult, "the new value of \(table.name).\(column) is \(found), which is no \(operation.type.name)")
    }

    /// The fault of a record that could not be decoded.
    func unreadable(_ record: EventRecord, of batch: EventBatch) -> RecordFault {
        let view = CellView(record, of: batch)
        let fault = ConversionFault(rawValue: record.rawFault) ?? .notJSON
        guard record.cellCount > 0 else {
            return RecordFault(.unreadableRecord, "the value: \(fault.explanation(for: .json))")
        }
        let found = unsafe excerpt(view.cells[0], view.texts)
        return RecordFault(.unreadableRecord, "the value: found \(found), \(fault.explanation(for: .json))")
    }

    /// The fault of a slot that does not fit its type.
    func badValue(_ slot: Int, of step: CompiledSteps.Step, record: EventRecord, view: CellView) -> RecordFault {
        let plan = programs[Int(record.source)].plan
        let wanted = elements(of: step, record)?.cells[slot].wanted ?? slots(of: record)[slot]
        let cell = unsafe view.cells[slot]
        let fault = ConversionFault(rawValue: cell.rawFault) ?? .wrongType
        let found = unsafe excerpt(cell, view.texts)
        return RecordFault(
            fault == .encodingMissing ? .encodingMissing : .badValue,
            "\(wanted.origin.name(in: plan)): found \(found), \(fault.explanation(for: wanted.type))")
    }

    /// The fault of a version or time that is not there or does not fit.
    func badOwn(
        _ slot: Int, _ what: String, _ step: CompiledSteps.Step, record: EventRecord, view: CellView
    ) -> RecordFault {
        if unsafe view.cells[slot].kind == .bad { return badValue(slot, of: step, record: record, view: view) }
        let table = unsafe step.fold.takeUnretainedValue().table.name
        let name = slots(of: record)[slot].origin.name(in: programs[Int(record.source)].plan)
        return RecordFault(.badValue, "\(name): there is no \(what), and table \(table) needs it")
    }

    /// The fault of a value that was not sent where there is no row to keep it from (R18).
    func unavailable(_ operation: FoldOperation, _ step: CompiledSteps.Step) -> RecordFault {
        let table = unsafe step.fold.takeUnretainedValue().table
        let column = table.columns[Int(operation.cell) - table.key.count].name
        return RecordFault(
            .valueUnavailable, "the value of \(table.name).\(column) was not sent, and there is no row that has it")
    }

    private func slots(of record: EventRecord) -> [DecodePlan.Slot] {
        let plan = programs[Int(record.source)].plan
        return record.fate == .event ? plan.shapes[Int(record.shape)].slots : plan.tombstone
    }

    func excerpt(_ cell: Cell, _ texts: UnsafePointer<UInt8>) -> String {
        switch cell.kind {
        case .null: return "NULL"
        case .integer: return String(cell.payload)
        case .real: return String(cell.real)
        default:
            let bytes = unsafe UnsafeBufferPointer(start: texts + Int(cell.payload), count: Int(min(cell.length, 64)))
            return unsafe "`" + String(decoding: bytes, as: UTF8.self) + "`"
        }
    }
}

extension DecodePlan.Origin {
    /// The value's name as a projection file writes it.
    func name(in plan: DecodePlan) -> String {
        switch self {
        case .body(let path): "$" + path.description
        case .key(let path): "$key" + path.description
        case .keyColumn(let reading, let column): "$key" + plan.keys[reading].columns[column].path.description
        case .header(let index): "$header.\(plan.headers[index])"
        case .type: "$type"
        case .time: "$time"
        case .offset: "$offset"
        case .each(let path): "$each" + path.description
        case .index: "$index"
        case .source(let path): "$source" + path.description
        case .nothing: "nothing"
        }
    }
}
