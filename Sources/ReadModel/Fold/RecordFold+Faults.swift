// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

extension RecordFold {
    /// Throws unless the record gives the table's key, and a replica's body agrees with it.
    @inline(__always)
    func checkKey(
        _ step: TableStep, key: UnsafePointer<Cell>, record: EventRecord, view: CellView
    ) throws(RecordFault) {
        let fold = tables[step.table]
        for column in 0..<fold.table.key.count {
            let kind = unsafe key[column].rawKind
            if kind == CellKind.bad.rawValue || kind == CellKind.null.rawValue {
                throw unsafe badKey(fold.table, column, key[column], view.texts)
            }
        }
        for (column, slot) in step.bodyKeySlots.enumerated() {
            let body = unsafe view.cells[slot]
            if body.isNull { continue }
            if unsafe !KeyCells.areEqual(body, view.texts, key[column], view.texts) {
                throw unsafe RecordFault(
                    .keyDiffers,
                    "the body's \(fold.table.key[column].name) is not the record key's: \(excerpt(body, view.texts)) and \(excerpt(key[column], view.texts))"
                )
            }
        }
    }

    private func badKey(
        _ table: Table, _ column: Int, _ cell: Cell, _ texts: UnsafePointer<UInt8>
    ) -> RecordFault {
        let name = "\(table.name).\(table.key[column].name)"
        guard cell.kind == .bad, let fault = ConversionFault(rawValue: cell.rawFault) else {
            return RecordFault(.badKey, "the key \(name) is NULL")
        }
        let found = unsafe excerpt(cell, texts)
        return RecordFault(
            .badKey, "the key \(name): found \(found), \(fault.explanation(for: table.key[column].type))")
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
    func badValue(_ slot: Int, record: EventRecord, view: CellView) -> RecordFault {
        let plan = programs[Int(record.source)].plan
        let wanted = plan.shapes[Int(record.shape)].slots[slot]
        let cell = unsafe view.cells[slot]
        let fault = ConversionFault(rawValue: cell.rawFault) ?? .wrongType
        let found = unsafe excerpt(cell, view.texts)
        return RecordFault(
            .badValue, "\(wanted.origin.name(in: plan)): found \(found), \(fault.explanation(for: wanted.type))")
    }

    private func excerpt(_ cell: Cell, _ texts: UnsafePointer<UInt8>) -> String {
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
        }
    }
}

extension TableFold {
    /// Whether the row was read from the file, so that it is known whether it is there.
    func hasRead(_ row: Int) -> Bool {
        unsafe cache.state.pointee.rows[row].hasAt || !cache.state.pointee.rows[row].mayBeInFile
    }
}
