// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads what a table does for the events of its source.
struct HandlerReader {
    private static let words = MappingFields.Words(
        what: "a handler", known: ["set"], later: ["each", "replace", "upcast", "version"],
        instead: ["delete": "a handler that deletes is the word alone: OrderErased: delete"])
    private static let example = "OrderPlaced: {set: {total: $.total}}, or OrderErased: delete"

    let reading: FileReading
    /// The table's columns that are known.
    let shape: TableShape
    /// The names of those that have faults.
    let broken: Set<String>
    /// Whether the table has a key.
    let isKeyKnown: Bool
    /// The table's source; nil if it is unknown.
    let source: SourceReader.Draft?
    let expressions: ExpressionCompiler

    /// Reads the handlers by event type.
    func read(_ node: YAMLNode) -> [Handler] {
        guard let entries = reading.entries(node, "the handlers of a source", hint: Self.example) else { return [] }
        var commuting = CommutingCheck(shape)
        let handlers = entries.compactMap { entry in
            checkType(entry)
            let action = action(entry, &commuting)
            return action.map { Handler(eventType: entry.key == "*" ? nil : entry.key, action: $0) }
        }
        if shape.isRekeyed { commuting.report(reading) }
        return handlers
    }

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

    private func action(_ entry: YAMLNode.Entry, _ commuting: inout CommutingCheck) -> Handler.Action? {
        if entry.value.text == "delete" {
            guard shape.isRekeyed else { return .delete }
            reading.fault(
                .notCommuting, at: entry.value.place, "a re-keyed table has no delete: its folds must commute",
                hint: "count the other way instead: set: {n: n - 1}")
            return nil
        }
        guard entry.value.entries != nil else {
            reading.fault(
                .badValue, at: entry.value.place,
                "a handler is {set: …} or delete, found \(Wording.found(entry.value))",
                hint: Self.example)
            return nil
        }
        guard let fields = MappingFields(entry.value, Self.words, owner: entry.keyPlace, reading),
            let set = fields.required("set", hint: Self.example),
            let columns = reading.entries(set, "set", hint: "set: {total: $.total}")
        else { return nil }
        return .set(columns.compactMap { assignment($0, &commuting) })
    }

    private func assignment(_ entry: YAMLNode.Entry, _ commuting: inout CommutingCheck) -> Assignment? {
        guard let column = column(entry), let text = expression(entry.value), isKeyKnown,
            !WordSearch.mentions(text, broken)
        else { return nil }
        let lent = reading.lend(entry.value)
        switch expressions.compile(text, at: lent.place, column: column, table: shape) {
        case .failure(let faults):
            reading.fault(faults.all)
            return nil
        case .success(let assignment):
            commuting.add(assignment, at: entry.value.place)
            return assignment
        }
    }

    private func expression(_ node: YAMLNode) -> String? {
        guard let text = node.text, text.contains(where: { !$0.isWhitespace }) else {
            let found = node.text == nil ? Wording.found(node) : "nothing"
            reading.fault(
                .badExpression, at: node.place, "an expression is a text, found \(found)",
                hint: "$.total, \"'placed'\", or a whole expression in double quotes")
            return nil
        }
        return text
    }

    /// The place of an assigned column; nil, with a fault unless the column's own was told, if it is none.
    private func column(_ entry: YAMLNode.Entry) -> Int? {
        let name = entry.key
        if let index = shape.columns.firstIndex(where: { $0.name == name }) { return index }
        if broken.contains(name) { return nil }
        if shape.key.contains(where: { $0.name == name }) {
            reading.fault(
                .badValue, at: entry.keyPlace, "'\(name)' is a column of the key, which no handler sets",
                hint: "remove it; the key's columns come with the row")
            return nil
        }
        // A comma or a bracket in an unquoted expression within { } starts a new entry without a value.
        let isPiece = entry.value.isNull && name.contains { "()[]$'\" ".contains($0) }
        reading.fault(
            .unknownName, at: entry.keyPlace, "table '\(shape.name)' has no column \(Wording.quote(name))",
            hint: isPiece
                ? "within { } an expression with a comma is quoted: \"max(a, $.b)\""
                : DidYouMean.hint(name, among: shape.columns.map(\.name), allowed: "its columns"))
        return nil
    }
}
