// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads a table's `key:` (R9).
struct KeyReader {
    /// A key as far as it could be read.
    struct Draft {
        /// The columns without faults.
        var columns: [KeyColumn] = []
        /// The names of the others.
        var broken: Set<String> = []
        /// Whether a column comes from the event.
        var isRekeyed = false
        /// What the first column is that comes from an array's element (R16).
        var element: EventReference?
    }

    private struct Entry {
        var entry: YAMLNode.Entry
        var declaration: TypeReader.Declaration

        var isOfElement: Bool { declaration.reference.map(KeyReader.isOfElement) ?? false }
    }

    private static let example = "key: {id: integer}, or key: {page: $.page text}"
    private static let elementExample = "key: {order_id: text, line: $index integer}"

    let reading: FileReading
    /// Whether the table is a replica, whose key is the record's.
    let isReplica: Bool

    /// Reads the key's columns, adding their names to the table's.
    func read(_ node: YAMLNode, names: inout NameSet) -> Draft {
        var draft = Draft()
        guard let entries = reading.entries(node, "key", hint: Self.example) else { return draft }
        var declared: [Entry] = []
        for entry in entries {
            let isNamed =
                NameRule.column.check(entry.key, at: entry.keyPlace, reading)
                && names.add(entry.key, "column", at: entry.keyPlace, reading)
            let declaration = TypeReader(reading: reading).declaration(entry.value, of: "key column '\(entry.key)'")
            if let declaration, isNamed, isKeyType(declaration.type, entry) {
                declared.append(Entry(entry: entry, declaration: declaration))
            } else {
                draft.broken.insert(entry.key)
            }
            guard let reference = declaration?.reference else { continue }
            draft.isRekeyed = draft.isRekeyed || isOfEvent(reference)
            if Self.isOfElement(reference), !isReplica { draft.element = draft.element ?? reference }
        }
        if draft.element != nil, !draft.isRekeyed, draft.broken.isEmpty { checkOrder(declared) }
        let count = entries.count - declared.filter(\.isOfElement).count
        for column in declared {
            if let origin = origin(column, isRekeyed: draft.isRekeyed, count: count) {
                let name = column.entry.key
                draft.columns.append(KeyColumn(name: name, type: column.declaration.type, origin: origin))
            } else {
                draft.broken.insert(column.entry.key)
            }
        }
        return draft
    }

    private func isOfEvent(_ reference: EventReference) -> Bool {
        switch reference.kind {
        case .body, .header, .type, .time, .offset: true
        case .key, .each, .index, .source: false
        }
    }

    private static func isOfElement(_ reference: EventReference) -> Bool {
        switch reference.kind {
        case .each, .index: true
        default: false
        }
    }

    /// The record's key comes first: it names the rows that a delete removes (R16).
    private func checkOrder(_ columns: [Entry]) {
        guard let first = columns.firstIndex(where: \.isOfElement) else { return }
        let late = columns[first...].first { !$0.isOfElement }
        if let late {
            reading.fault(
                .badValue, at: late.entry.keyPlace,
                "key column '\(late.entry.key)' of the record comes after '\(columns[first].entry.key)' of the element",
                hint: "the record's key comes first: \(Self.elementExample)")
        } else if first == 0 {
            reading.fault(
                .badValue, at: columns[0].entry.keyPlace, "the key has columns of the element alone",
                hint: "the record's key comes first: \(Self.elementExample)")
        }
    }

    private func isKeyType(_ type: ValueType, _ entry: YAMLNode.Entry) -> Bool {
        let reason: String
        switch type {
        case .real: reason = "a rounded number does not name a row; write decimal(s) or text"
        case .json: reason = "one JSON value has many texts; write a key column for each of its fields"
        default: return true
        }
        reading.fault(.badValue, at: entry.value.place, "a key column is not of type \(type.name)", hint: reason)
        return false
    }

    private func origin(_ column: Entry, isRekeyed: Bool, count: Int) -> KeyColumn.Origin? {
        let place = column.entry.value.place
        let name = column.entry.key
        let type = column.declaration.type.name
        guard let reference = column.declaration.reference else {
            guard isRekeyed else { return .recordKey(EventPath([.field(name)])) }
            reading.fault(
                .badValue, at: place, "key column '\(name)' does not say where it is found, beside one of the event",
                hint: "\(name): $.\(name) \(type), or \(name): $key.\(name) \(type)")
            return nil
        }
        switch reference.kind {
        case .source:
            reading.fault(
                .badPath, at: place, "\(reference) in a key: a change's key is the record's",
                hint: "\(name): \(type), or \(name): $key.field \(type)")
        case .each, .index:
            return element(column, reference, isRekeyed: isRekeyed)
        case .body(let path) where path.steps.isEmpty:
            reading.fault(.badPath, at: place, "the whole body is no key", hint: "\(name): $.\(name) \(type)")
        case _ where isReplica && isOfEvent(reference):
            reading.fault(
                .badValue, at: place, "the key of a table with from: is the record's, not \(reference)",
                hint: "\(name): \(type), or \(name): $key.field \(type)")
        case .key(let path) where !isRekeyed:
            return recordKey(path, name: name, count: count, place)
        case .key(let path): return .event(.key(path))
        case .body(let path): return .event(.body(path))
        case .header(let header): return .event(.header(header))
        case .type: return .event(.type)
        case .time: return .event(.time)
        case .offset: return .event(.offset)
        }
        return nil
    }

    private func element(_ column: Entry, _ reference: EventReference, isRekeyed: Bool) -> KeyColumn.Origin? {
        let place = column.entry.value.place
        let known = ExpressionReader.knownType(of: reference)
        if isReplica {
            reading.fault(
                .badValue, at: place, "the key of a table with from: is the record's, not \(reference)",
                hint: "on: {source: {Type: {each: $.items, set: {…}}}} makes a row of each element")
        } else if isRekeyed {
            reading.fault(
                .badValue, at: place, "\(reference) in the key of a re-keyed table",
                hint: "rows of elements are keyed by the record's key: \(Self.elementExample)")
        } else if let known, column.declaration.type != known {
            reading.fault(
                .badValue, at: place, "\(reference) is of type \(known.name), not \(column.declaration.type.name)",
                hint: "\(column.entry.key): \(reference) \(known.name)")
        } else {
            return .element(EventField.Origin(reference))
        }
        return nil
    }

    /// `$key` alone is what a single column has anyhow.
    private func recordKey(_ path: EventPath, name: String, count: Int, _ place: Place) -> KeyColumn.Origin? {
        if !path.steps.isEmpty { return .recordKey(path) }
        if count == 1 { return .recordKey(EventPath([.field(name)])) }
        reading.fault(
            .badValue, at: place, "$key as a whole is the value of a single key column; this key has \(count)",
            hint: "name the field of the key: $key.\(name)")
        return nil
    }
}
