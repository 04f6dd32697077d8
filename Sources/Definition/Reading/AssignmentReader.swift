// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads the `set:` of handlers.
struct AssignmentReader {
    let reading: FileReading
    /// The table's columns that are known.
    let shape: TableShape
    /// The names of those that have faults.
    let broken: Set<String>
    /// Whether the table has a key.
    let isKeyKnown: Bool
    let expressions: ExpressionCompiler

    /// Reads the assignments without faults; nil, with a fault, if there is none.
    ///
    /// - Parameter inElement: Whether the handler has `each`.
    func read(_ node: YAMLNode, inElement: Bool, _ commuting: inout CommutingCheck) -> [Assignment]? {
        guard let columns = reading.entries(node, "set", hint: "set: {total: $.total}") else { return nil }
        return columns.compactMap { assignment($0, inElement: inElement, &commuting) }
    }

    private func assignment(
        _ entry: YAMLNode.Entry, inElement: Bool, _ commuting: inout CommutingCheck
    ) -> Assignment? {
        guard let column = column(entry), let text = expression(entry.value), isKeyKnown,
            !WordSearch.mentions(text, broken)
        else { return nil }
        let lent = reading.lend(entry.value)
        switch expressions.compile(text, at: lent.place, column: column, table: shape, inElement: inElement) {
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
