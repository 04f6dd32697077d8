// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

/// Collects what the shapes of one source read, each value once a shape.
struct SlotLayout {
    let typeSelector: DecodePlan.TypeSelector
    let timeSelector: DecodePlan.TimeSelector
    let idSelector: DecodePlan.TypeSelector
    private(set) var headers: [String] = []
    private(set) var keys: [DecodePlan.KeyReading] = []
    private(set) var slots: [DecodePlan.Slot] = []
    var arrays: [DecodePlan.ArrayReading] = []
    /// While a step on rows by element is laid out: what it reads.
    var elements: ElementReading?
    private let upcasts: [Upcast]
    /// What is done to events of the shape at hand before they are read.
    private(set) var steps: [Upcast.Step] = []

    init(source: Source) {
        var headers: [String] = []
        switch source.type {
        case .header(let name):
            headers.append(name)
            typeSelector = .header(0)
        case .body(let path), .source(let path): typeSelector = .body(path)
        case nil: typeSelector = .none
        }
        switch source.time {
        case .header(let name):
            timeSelector = .header(headers.firstIndex(of: name) ?? headers.count)
            if !headers.contains(name) { headers.append(name) }
        case .body(let path): timeSelector = .body(path)
        case .source(let path): timeSelector = .source(path)
        case nil: timeSelector = .record
        }
        switch source.id {
        case .header(let name):
            idSelector = .header(headers.firstIndex(of: name) ?? headers.count)
            if !headers.contains(name) { headers.append(name) }
        case .body(let path), .source(let path): idSelector = .body(path)
        case nil: idSelector = .none
        }
        self.headers = headers
        upcasts = source.upcasts
    }

    /// Starts the shape of an event type; nil is that of all other types.
    mutating func begin(eventType: String?) {
        slots = []
        arrays = []
        let upcast = upcasts.first { $0.eventType == eventType } ?? upcasts.first { $0.eventType == nil }
        steps = upcast?.steps ?? []
    }

    /// Starts the cells of a tombstone.
    mutating func beginTombstone() {
        slots = []
        arrays = []
        steps = []
    }

    /// The slot of a value, made if the shape has none yet.
    mutating func add(_ wanted: DecodePlan.Slot) -> Int {
        let slot = wanted.upcast(by: steps)
        if let known = slots.firstIndex(of: slot) { return known }
        slots.append(slot)
        return slots.count - 1
    }

    /// The slot of an event's field.
    mutating func add(_ field: EventField) -> Int {
        if elements != nil { return addToElement(field) }
        return add(DecodePlan.Slot(origin: origin(field.origin), type: field.type))
    }

    /// The first of the slots of a table's key, but for what is an element's; they stand side by side in its order.
    mutating func addKey(of table: Table) -> Int {
        let wanted = keySlots(of: table).map { $0.upcast(by: steps) }
        if let start = slots.indices.first(where: { Array(slots[$0...].prefix(wanted.count)) == wanted }) {
            return start
        }
        slots += wanted
        return slots.count - wanted.count
    }

    /// The slot of the event's version, where the table's rows have one (R13).
    mutating func addVersion(of table: Table) -> Int? {
        table.version.map { add(DecodePlan.Slot(origin: .body($0), type: .integer)) }
    }

    /// The slot of the record's time, where the table has a history (R15).
    mutating func addTime(of table: Table) -> Int? {
        table.hasHistory ? add(DecodePlan.Slot(origin: .time, type: .timestamp)) : nil
    }

    private mutating func keySlots(of table: Table) -> [DecodePlan.Slot] {
        if table.key.isEmpty { return [] }
        if table.kind == .rekeyed {
            return table.key.filter { !$0.isOfElement }.map { column in
                switch column.origin {
                case .recordKey(let path): DecodePlan.Slot(origin: .key(path), type: column.type)
                case .event(let field), .element(let field): DecodePlan.Slot(origin: origin(field), type: column.type)
                }
            }
        }
        let columns = table.key.filter { !$0.isOfElement }.map { column in
            switch column.origin {
            case .recordKey(let path): DecodePlan.KeyReading.Column(path: path, type: column.type)
            case .event, .element:
                DecodePlan.KeyReading.Column(path: EventPath([.field(column.name)]), type: column.type)
            }
        }
        let reading = DecodePlan.KeyReading(columns: columns, allowsScalar: columns.count == 1)
        let number = keys.firstIndex(of: reading) ?? keys.count
        if number == keys.count { keys.append(reading) }
        return columns.indices.map {
            DecodePlan.Slot(origin: .keyColumn(reading: number, column: $0), type: columns[$0].type)
        }
    }

    mutating func origin(_ field: EventField.Origin) -> DecodePlan.Origin {
        switch field {
        case .body(let path): return .body(path)
        case .key(let path): return .key(path)
        case .type: return .type
        case .time: return .time
        case .offset: return .offset
        case .each(let path): return .each(path)
        case .index: return .index
        case .source(let path): return .source(path)
        case .header(let name):
            let index = headers.firstIndex(of: name) ?? headers.count
            if index == headers.count { headers.append(name) }
            return .header(index)
        }
    }
}
