// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads `tables:`.
struct TableReader {
    /// A table as far as it could be read.
    struct Draft {
        /// Its name.
        var name: String
        /// The table, if its key and columns are right; its handlers and indexes may lack those with faults.
        var table: Table?
    }

    private static let words = MappingFields.Words(
        what: "a table", known: ["from", "on", "append", "key", "columns", "history", "version", "index", "keep"],
        later: ["held"],
        instead: [
            "indexes": "index: [\"customer_id, placed_at desc\"]", "source": "from: or on:",
            "each": "each: $.items stands in a handler", "upcast": "upcast: stands in the source",
            "id": "id: stands in the source", "repeats": "repeats: stands in the source",
        ])

    let reading: FileReading
    let sources: [SourceReader.Draft]
    let expressions: ExpressionCompiler

    /// Reads all tables.
    func read(_ node: YAMLNode) -> [Draft] {
        let hint = "tables: {customers: {from: customers, key: {id: integer}, columns: {name: text}}}"
        guard let entries = reading.entries(node, "tables", hint: hint) else { return [] }
        var names = NameSet(ignoresCase: true)
        return entries.map { entry in
            let isNamed =
                NameRule.table.check(entry.key, at: entry.keyPlace, reading)
                && names.add(entry.key, "table", at: entry.keyPlace, reading)
            let table = read(entry)
            return Draft(name: entry.key, table: isNamed ? table : nil)
        }
    }

    private func read(_ entry: YAMLNode.Entry) -> Table? {
        guard let fields = MappingFields(entry.value, Self.words, owner: entry.keyPlace, reading) else { return nil }
        let feed = FeedReader(reading: reading, sources: sources).read(fields, entry)
        let source = feed.source.map { sources[$0] }
        var names = NameSet(ignoresCase: true)
        let key = key(fields, feed, &names)
        let columnsNode = fields.required("columns", hint: columnsHint(feed.kind))
        let columns = columnsNode.map {
            ColumnReader(reading: reading, isWhole: feed.kind != .folded, source: source).read($0, names: &names)
        }
        let kind = feed.kind == .folded && key?.isRekeyed == true ? .rekeyed : feed.kind
        var table = Table(
            name: entry.key, kind: kind, source: feed.source ?? 0, key: key?.columns ?? [],
            columns: columns?.columns ?? [])
        let broken = (key?.broken ?? []).union(columns?.broken ?? [])
        let isWhole = broken.isEmpty && (!table.key.isEmpty || kind == .append) && !table.columns.isEmpty
        RowPolicyReader(reading: reading).read(fields, into: &table)
        let hasColumns = !table.columns.isEmpty || columns?.broken.isEmpty == false
        if let node = feed.handlers, hasColumns {
            let assignments = AssignmentReader(
                reading: reading, shape: TableShape(table), broken: broken,
                isKeyKnown: !table.key.isEmpty || key?.broken.isEmpty == false, expressions: expressions)
            table.handlers = HandlerReader(
                reading: reading, source: source, element: element(key), assignments: assignments
            ).read(node)
        }
        if let source, !source.upcasts.isEmpty { ReadingCheck(reading: reading, source: source).check(table, fields) }
        if let node = fields["index"] { table.indexes = indexes(node, TableShape(table), broken, isWhole: isWhole) }
        return isWhole ? table : nil
    }

    private func key(_ fields: MappingFields, _ feed: FeedReader.Feed, _ names: inout NameSet) -> KeyReader.Draft? {
        guard feed.kind == .append else {
            let node = fields.required("key", hint: "key: {id: integer}, the columns that name a row")
            return node.map {
                KeyReader(reading: reading, isReplica: feed.kind == .replica).read($0, names: &names)
            }
        }
        if let place = fields.place(of: "key") {
            reading.fault(
                .badValue, at: place, "a key in a table with append:, where each record is a row of its own",
                hint: "make them columns, id: $key integer, or remove append:")
        }
        return nil
    }

    private func element(_ key: KeyReader.Draft?) -> HandlerReader.Element {
        guard let key else { return .unknown }
        if let reference = key.element { return .column(reference) }
        return key.broken.isEmpty ? .absent : .unknown
    }

    private func columnsHint(_ kind: Table.Kind) -> String {
        kind == .append
            ? "columns: {page: text, at: $time timestamp}" : "columns: {name: text}, the columns beside the key"
    }

    /// The index terms without faults (R36).
    private func indexes(_ node: YAMLNode, _ shape: TableShape, _ broken: Set<String>, isWhole: Bool) -> [String] {
        let texts = reading.texts(node, "index", hint: "index: [\"customer_id, placed_at desc\"]")
        return texts.compactMap { node in
            guard let terms = node.text, isWhole || !WordSearch.mentions(terms, broken) else { return nil }
            let lent = reading.lend(node)
            let faults = SchemaSQL.faults(inIndex: terms, at: lent.place, table: shape)
            reading.fault(faults)
            return faults.isEmpty ? terms : nil
        }
    }
}
