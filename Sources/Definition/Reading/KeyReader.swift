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
    }

    private struct Entry {
        var entry: YAMLNode.Entry
        var declaration: TypeReader.Declaration
    }

    private static let example = "key: {id: integer}, or key: {page: $.page text}"

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
            draft.isRekeyed = draft.isRekeyed || declaration?.reference.map(isOfEvent) == true
        }
        for column in declared {
            if let origin = origin(column, isRekeyed: draft.isRekeyed, count: entries.count) {
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
        case .each, .index, .source:
            reading.fault(.notSupportedYet, at: place, "\(reference) in a key is not supported yet", hint: "remove it")
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
