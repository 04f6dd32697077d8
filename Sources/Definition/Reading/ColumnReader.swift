// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads a table's `columns:`.
struct ColumnReader {
    /// Columns as far as they could be read.
    struct Draft {
        /// Those without faults.
        var columns: [Column] = []
        /// The names of the others.
        var broken: Set<String> = []
    }

    let reading: FileReading
    /// Whether a record is the whole row (`from:`), so that columns say where they are found.
    let isWhole: Bool
    /// The table's source; nil if it is unknown.
    let source: SourceReader.Draft?

    /// Reads the columns, adding their names to the table's.
    func read(_ node: YAMLNode, names: inout NameSet) -> Draft {
        var draft = Draft()
        let hint = "columns: {name: text, total: decimal(2)}"
        for entry in reading.entries(node, "columns", hint: hint) ?? [] {
            let isNamed =
                NameRule.column.check(entry.key, at: entry.keyPlace, reading)
                && names.add(entry.key, "column", at: entry.keyPlace, reading)
            let column = column(entry)
            if let column, isNamed {
                draft.columns.append(column)
            } else {
                draft.broken.insert(entry.key)
            }
        }
        return draft
    }

    private func column(_ entry: YAMLNode.Entry) -> Column? {
        let what = "column '\(entry.key)'"
        guard let declaration = TypeReader(reading: reading).declaration(entry.value, of: what) else { return nil }
        guard let reference = declaration.reference else { return Column(name: entry.key, type: declaration.type) }
        guard isWhole else {
            reading.fault(
                .badValue, at: entry.value.place, "\(what) has a path, which only a table with from: reads",
                hint:
                    "\(entry.key): \(declaration.type.name), and set it in a handler: set: {\(entry.key): \(reference)}"
            )
            return nil
        }
        return column(entry, of: reference, declaration.type)
    }

    private func column(_ entry: YAMLNode.Entry, of reference: EventReference, _ type: ValueType) -> Column? {
        let known = ExpressionReader.knownType(of: reference)
        switch reference.kind {
        case .body(let path) where path.steps.isEmpty && type != .json:
            reading.fault(
                .badPath, at: entry.value.place, "the whole body is of type json, not \(type.name)",
                hint: "\(entry.key): $.\(entry.key) \(type.name)")
        case .each, .index:
            reading.fault(
                .badPath, at: entry.value.place, "\(reference) in a table with from:, where a record is one row",
                hint: "on: {source: {Type: {each: $.items, set: {…}}}} makes a row of each element")
        case .source where source?.format != nil && source?.format != .debezium:
            reading.fault(
                .badPath, at: entry.value.place, "\(reference): only changes have a source block, format: debezium",
                hint: "a field of the body: \(entry.key): $.\(entry.key) \(type.name)")
        case _ where known != nil && known != type:
            reading.fault(
                .badValue, at: entry.value.place, "\(reference) is of type \(known?.name ?? ""), not \(type.name)",
                hint: "\(entry.key): \(reference) \(known?.name ?? "")")
        default: return Column(name: entry.key, type: type, origin: EventField.Origin(reference))
        }
        return nil
    }
}
