// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
public import Events

/// What one source's records do: how they are decoded, and what each shape then does to which table.
public struct SourceProgram {
    /// How the source's records are read.
    public let plan: DecodePlan
    /// By shape of the plan.
    let steps: [[TableStep]]
    /// What a tombstone does: it deletes the rows of its key.
    let tombstoneSteps: [TableStep]
}

/// Compiles a projection's tables to programs, one a source.
struct ProgramCompiler {
    let projection: Projection
    let constants: ByteArena
    /// By table: the expressions that SQLite computes, by the number that operations refer to.
    private(set) var expressions: [[SQLExpression]]

    init(projection: Projection, constants: ByteArena) {
        self.projection = projection
        self.constants = constants
        expressions = projection.tables.map { _ in [] }
    }

    mutating func compile(source index: Int) -> SourceProgram {
        let source = projection.sources[index]
        let tables = projection.tables.indices.filter { projection.tables[$0].source == index }
        var layout = SlotLayout(source: source)
        var types: [String?] = []
        for table in tables {
            let named = projection.tables[table].handlers.map(\.eventType)
            for type in named + (projection.tables[table].takesAllTypes ? [nil] : []) where !types.contains(type) {
                types.append(type)
            }
        }
        var shapes: [DecodePlan.Shape] = []
        var steps: [[TableStep]] = []
        // An upcast gives its type a shape of its own wherever the handler for all types takes it.
        if types.contains(nil) {
            types += source.upcasts.map(\.eventType).filter { !types.contains($0) }
        }
        for type in types {
            layout.begin(eventType: type)
            steps.append(tables.compactMap { step(table: $0, eventType: type, layout: &layout) })
            shapes.append(DecodePlan.Shape(eventType: type, slots: layout.slots, arrays: layout.arrays))
        }
        layout.beginTombstone()
        let keyed = tables.filter { [.replica, .folded].contains(projection.tables[$0].kind) }
        let deletes = keyed.map { table in
            TableStep(
                table: table, firstKeySlot: layout.addKey(of: projection.tables[table]), isDelete: true,
                timeSlot: layout.addTime(of: projection.tables[table]))
        }
        let plan = DecodePlan(
            source: UInt16(index), format: projection.sources[index].decoding, headers: layout.headers,
            type: layout.typeSelector,
            id: layout.idSelector, time: layout.timeSelector,
            keys: layout.keys, shapes: shapes, tombstone: layout.slots)
        return SourceProgram(plan: plan, steps: steps, tombstoneSteps: deletes)
    }

    private mutating func step(table index: Int, eventType: String?, layout: inout SlotLayout) -> TableStep? {
        let table = projection.tables[index]
        if table.takesAllTypes {
            let firstKeySlot = layout.addKey(of: table)
            let (versionSlot, timeSlot) = (layout.addVersion(of: table), layout.addTime(of: table))
            let bodyKeys = table.key.map { column in
                layout.add(
                    DecodePlan.Slot(origin: .body(EventPath([.field(column.name)])), type: column.type))
            }
            let operations = table.columns.indices.map { column in
                let type = table.columns[column].type
                let slot = layout.add(EventField(origin: table.columns[column].origin, type: type))
                return FoldOperation(
                    kind: .value, operand: .slot, index: Int32(slot), cell: Int32(table.key.count + column),
                    type: type, needsCheck: false)
            }
            return TableStep(
                table: index, firstKeySlot: firstKeySlot, bodyKeySlots: bodyKeys, operations: operations,
                versionSlot: versionSlot, timeSlot: timeSlot)
        }
        let handler =
            table.handlers.first { $0.eventType == eventType } ?? table.handlers.first { $0.eventType == nil }
        guard let handler else { return nil }
        if let array = handler.each { return elementStep(handler, array, of: index, layout: &layout) }
        // Without an element there is no row to set; such a handler is refused at load.
        if handler.action != .delete && table.key.contains(where: \.isOfElement) { return nil }
        let firstKeySlot = layout.addKey(of: table)
        let (versionSlot, timeSlot) = (layout.addVersion(of: table), layout.addTime(of: table))
        switch handler.action {
        case .delete:
            return TableStep(
                table: index, firstKeySlot: firstKeySlot, isDelete: true, versionSlot: versionSlot, timeSlot: timeSlot)
        case .set(let assignments):
            let operations = assignments.map { operation($0, in: index, layout: &layout) }
            return TableStep(
                table: index, firstKeySlot: firstKeySlot, operations: operations, versionSlot: versionSlot,
                timeSlot: timeSlot)
        }
    }

    mutating func operation(
        _ assignment: Assignment, in table: Int, layout: inout SlotLayout
    ) -> FoldOperation {
        let cell = Int32(projection.tables[table].key.count + assignment.column)
        let type = projection.tables[table].columns[assignment.column].type
        func make(_ kind: FoldOperation.Kind, _ operand: Operand) -> FoldOperation {
            switch operand {
            case .constant(let value):
                FoldOperation(
                    kind: kind, operand: .constant, constant: constants.cell(value), cell: cell, type: type,
                    needsCheck: false)
            case .field(let field):
                FoldOperation(
                    kind: kind, operand: .slot, index: Int32(layout.add(field)), cell: cell, type: type,
                    needsCheck: field.type != type)
            }
        }
        // Both executions mean the same for every type (the fuzz test holds it); arithmetic of texts is SQLite's own.
        let isNumeric =
            switch type {
            case .integer, .decimal, .real: true
            default: false
            }
        switch assignment.form {
        case .value(let operand): return make(.value, operand)
        case .add(let operand) where isNumeric && operand.isNumeric(like: type): return make(.add, operand)
        case .subtract(let operand) where isNumeric && operand.isNumeric(like: type): return make(.subtract, operand)
        case .least(let operand) where operand.isComparable(with: type): return make(.least, operand)
        case .greatest(let operand) where operand.isComparable(with: type): return make(.greatest, operand)
        case .coalesce(let operand): return make(.coalesce, operand)
        default:
            let number = expressions[table].count
            let slots = assignment.sql.fields.map { layout.add($0) }
            expressions[table].append(SQLExpression(sql: assignment.sql, slots: slots))
            return FoldOperation(
                kind: .sql, operand: .statement, index: Int32(number), cell: cell, type: type, needsCheck: true)
        }
    }
}

extension Table {
    /// Whether every event is a row, whatever its type.
    fileprivate var takesAllTypes: Bool { kind == .replica || kind == .append }
}

extension Operand {
    /// Whether the operand is stored as the column is, as a number: `5` counts for a real column too.
    fileprivate func isNumeric(like type: ValueType) -> Bool {
        switch self {
        case .field(let field): field.type == type
        case .constant(.integer): type != .real
        case .constant(.real): type == .real
        case .constant: false
        }
    }

    /// Whether comparing the operand with the column needs no rule for mixed types.
    fileprivate func isComparable(with type: ValueType) -> Bool {
        switch self {
        case .field(let field): return field.type == type
        case .constant(let value):
            switch (value, type) {
            case (.integer, .integer), (.integer, .decimal), (.integer, .boolean), (.real, .real), (.text, .text),
                (.text, .timestamp), (.text, .date):
                return true
            default: return false
            }
        }
    }
}
