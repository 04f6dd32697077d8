// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

extension SlotLayout {
    /// Starts a step on the rows of an array's elements: until `endElements`, fields are added to what it reads.
    mutating func beginElements(of array: EventPath, replaces: Bool) {
        let upcast = DecodePlan.Slot(origin: .body(array), type: .json).upcast(by: steps)
        // The body is an object: what an upcast drops is looked for where nothing is.
        let path = if case .body(let path) = upcast.origin { path } else { EventPath([.element(0)]) }
        let number = arrays.firstIndex { $0.path == path } ?? arrays.count
        if number == arrays.count {
            arrays.append(DecodePlan.ArrayReading(path: path, otherwise: upcast.otherwise, slots: []))
        }
        elements = ElementReading(array: number, cells: [], replaces: replaces)
    }

    /// Ends the step.
    mutating func endElements() -> ElementReading? {
        defer { elements = nil }
        return elements
    }

    /// Adds the columns of a table's key, side by side in its order.
    mutating func addElementKey(of table: Table) {
        let first = addKey(of: table)
        var ofRecord = 0
        for column in table.key {
            if case .element(let field) = column.origin {
                addToElement(DecodePlan.Slot(origin: origin(field), type: column.type))
            } else {
                let slot = first + ofRecord
                elements?.cells.append(ElementReading.Cell(isOfElement: false, slot: slot, wanted: slots[slot]))
                ofRecord += 1
            }
        }
    }

    /// The place of an event's field among the cells of the step.
    mutating func addToElement(_ field: EventField) -> Int {
        addToElement(DecodePlan.Slot(origin: origin(field.origin), type: field.type))
    }

    @discardableResult
    private mutating func addToElement(_ slot: DecodePlan.Slot) -> Int {
        guard let reading = elements else { return 0 }
        let cell: ElementReading.Cell
        switch slot.origin {
        case .each, .index:
            let known = arrays[reading.array].slots.firstIndex(of: slot)
            if known == nil { arrays[reading.array].slots.append(slot) }
            let number = known ?? arrays[reading.array].slots.count - 1
            cell = ElementReading.Cell(isOfElement: true, slot: number, wanted: slot)
        default:
            let number = add(slot)
            cell = ElementReading.Cell(isOfElement: false, slot: number, wanted: slots[number])
        }
        elements?.cells.append(cell)
        return reading.cells.count
    }
}

extension ProgramCompiler {
    /// What a handler with `each` does.
    mutating func elementStep(
        _ handler: Handler, _ array: EventPath, of table: Int, layout: inout SlotLayout
    ) -> TableStep {
        layout.beginElements(of: array, replaces: handler.replaces)
        layout.addElementKey(of: projection.tables[table])
        var step = TableStep(table: table, firstKeySlot: 0)
        switch handler.action {
        case .delete: step.isDelete = true
        case .set(let assignments):
            step.operations = assignments.map { operation($0, in: table, layout: &layout) }
        }
        step.elements = layout.endElements()
        return step
    }
}
