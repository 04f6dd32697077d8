// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Holds all that a table reads of its events against the upcasts of its source.
struct ReadingCheck {
    let reading: FileReading
    let source: SourceReader.Draft

    /// Notes what cannot be read; the fields are the table's, for the places.
    func check(_ table: Table, _ fields: MappingFields) {
        let named = Set(table.handlers.compactMap(\.eventType))
        let check = UpcastCheck(reading: reading, upcasts: source.upcasts, named: named)
        let types = table.handlers.isEmpty ? [nil] : table.handlers.map(\.eventType)
        for column in table.key {
            guard let place = fields["key"]?[column.name]?.place else { continue }
            switch column.origin {
            case .event(.body(let path)): types.forEach { check.check(path, eventType: $0, at: place) }
            case .recordKey where table.kind == .replica:
                // The key's fields are compared with those of the body, where they are there (R8).
                check.check(EventPath([.field(column.name)]), eventType: nil, at: place, needsValue: false)
            default: continue
            }
        }
        for column in table.columns where table.kind == .replica || table.kind == .append {
            guard case .body(let path) = column.origin, let place = fields["columns"]?[column.name]?.place else {
                continue
            }
            check.check(path, eventType: nil, at: place)
        }
        if let version = table.version, let place = fields["version"]?.place {
            types.forEach { check.check(version, eventType: $0, at: place) }
        }
        let handlers = fields["on"]?.entries?.first?.value
        for handler in table.handlers { self.check(handler, of: table, handlers, check) }
    }

    private func check(_ handler: Handler, of table: Table, _ handlers: YAMLNode?, _ check: UpcastCheck) {
        guard let node = handlers?[handler.eventType ?? "*"] else { return }
        if let each = handler.each, let place = node["each"]?.place {
            check.check(array: each, eventType: handler.eventType, at: place)
        }
        guard case .set(let assignments) = handler.action else { return }
        for assignment in assignments {
            guard let place = node["set"]?[table.columns[assignment.column].name]?.place else { continue }
            for case .body(let path) in assignment.sql.fields.map(\.origin) {
                check.check(path, eventType: handler.eventType, at: place)
            }
        }
    }
}
