// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads what a table does for the events of its source.
struct HandlerReader {
    /// What the table's key has of an array's elements (R16).
    enum Element {
        /// Nothing: a record has one row.
        case absent
        /// A column, by its reference: each element has a row.
        case column(EventReference)
        /// The key has faults that leave it open.
        case unknown
    }

    private static let words = MappingFields.Words(
        what: "a handler", known: ["set", "each", "replace", "delete"],
        instead: ["upcast": "upcast: stands in the source", "version": "version: stands in the table"])
    private static let example = "OrderPlaced: {set: {total: $.total}}, or OrderErased: delete"
    private static let eachExample = "OrderPlaced: {each: $.items, set: {sku: $each.sku}}"

    let reading: FileReading
    /// The table's source; nil if it is unknown.
    let source: SourceReader.Draft?
    let element: Element
    let assignments: AssignmentReader

    /// Reads the handlers by event type.
    func read(_ node: YAMLNode) -> [Handler] {
        guard let entries = reading.entries(node, "the handlers of a source", hint: Self.example) else { return [] }
        var commuting = CommutingCheck(assignments.shape)
        let handlers = entries.compactMap { entry in
            checkType(entry)
            return handler(entry, &commuting)
        }
        if isRekeyed { commuting.report(reading) }
        return handlers
    }

    private var isRekeyed: Bool { assignments.shape.isRekeyed }

    private func checkType(_ entry: YAMLNode.Entry) {
        if entry.key.isEmpty {
            reading.fault(.badValue, at: entry.keyPlace, "an event type is empty", hint: Self.example)
        } else if let source, entry.key != "*", !source.hasType {
            reading.fault(
                .badValue, at: entry.keyPlace,
                "source '\(source.name)' has no type:, so no event is a \(Wording.quote(entry.key))",
                hint: "add type: header:eventType to the source, or handle all events: \"*\"")
        }
    }

    private func handler(_ entry: YAMLNode.Entry, _ commuting: inout CommutingCheck) -> Handler? {
        let eventType = entry.key == "*" ? nil : entry.key
        if entry.value.text == "delete" {
            guard !isRekeyed else { return refuseDelete(at: entry.value.place) }
            return Handler(eventType: eventType, action: .delete)
        }
        guard entry.value.entries != nil else {
            reading.fault(
                .badValue, at: entry.value.place,
                "a handler is {set: …} or delete, found \(Wording.found(entry.value))",
                hint: Self.example)
            return nil
        }
        guard let fields = MappingFields(entry.value, Self.words, owner: entry.keyPlace, reading) else { return nil }
        let each = fields["each"].flatMap { reading.path($0, "each", example: "$.items") }
        checkEach(fields, entry)
        let replaces = replaces(fields)
        guard let action = action(fields, &commuting) else { return nil }
        return Handler(eventType: eventType, each: each, replaces: replaces, action: action)
    }

    private func refuseDelete(at place: Place) -> Handler? {
        reading.fault(
            .notCommuting, at: place, "a re-keyed table has no delete: its folds must commute",
            hint: "count the other way instead: set: {n: n - 1}")
        return nil
    }

    /// Holds that a handler has `each` where the key has a part of the element, and only there.
    private func checkEach(_ fields: MappingFields, _ entry: YAMLNode.Entry) {
        switch (element, fields.place(of: "each")) {
        case (.column(let reference), nil) where fields["set"] != nil:
            reading.fault(
                .missingKey, at: entry.keyPlace, "a handler that sets needs 'each', as the key has \(reference)",
                hint: Self.eachExample)
        case (.absent, let place?) where isRekeyed:
            reading.fault(
                .badValue, at: place, "each: in a re-keyed table", hint: "each: is for tables keyed by the record's key"
            )
        case (.absent, let place?):
            reading.fault(
                .badValue, at: place, "each: in a table whose key names no element, so all would be one row",
                hint: "key: {order_id: text, line: $index integer}, or a field of the element: sku: $each.sku text")
        default: return
        }
    }

    private func replaces(_ fields: MappingFields) -> Bool {
        guard let node = fields["replace"], let place = fields.place(of: "replace") else { return false }
        let replaces = reading.flag(node, "replace") ?? false
        if replaces, fields["each"] == nil || fields["set"] == nil {
            reading.fault(
                .badValue, at: place, "replace: without each: and set:",
                hint: "{each: $.items, replace: true, set: {…}} removes the rows that $.items does not name again")
        }
        return replaces
    }

    private func action(_ fields: MappingFields, _ commuting: inout CommutingCheck) -> Handler.Action? {
        guard let delete = fields["delete"], let place = fields.place(of: "delete") else {
            guard let set = fields.required("set", hint: Self.example) else { return nil }
            return assignments.read(set, inElement: fields["each"] != nil, &commuting).map { .set($0) }
        }
        guard reading.flag(delete, "delete") == true, fields["set"] == nil, fields["each"] != nil else {
            reading.fault(
                .badValue, at: place, "delete in a mapping stands as {each: …, delete: true}",
                hint: "it removes the rows of the elements; OrderErased: delete removes all rows of the record's key")
            return nil
        }
        return .delete
    }
}
