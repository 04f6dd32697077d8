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

    /// Where a table's records come from.
    private struct Feed {
        var source: Int?
        var isReplica: Bool
        var handlers: YAMLNode?
    }

    private static let words = MappingFields.Words(
        what: "a table", known: ["from", "on", "key", "columns", "index"],
        later: ["history", "append", "keep", "version", "held", "repeats"],
        instead: ["indexes": "index: [\"customer_id, placed_at desc\"]", "source": "from: or on:"])

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
        let feed = feed(fields, entry)
        var names = NameSet(ignoresCase: true)
        let keyNode = fields.required("key", hint: "key: {id: integer}, the columns that name a row")
        let key = keyNode.map { KeyReader(reading: reading, isReplica: feed.isReplica).read($0, names: &names) }
        let columnsNode = fields.required("columns", hint: "columns: {name: text}, the columns beside the key")
        let columns = columnsNode.map {
            ColumnReader(reading: reading, isReplica: feed.isReplica).read($0, names: &names)
        }
        let isRekeyed = key?.isRekeyed == true && !feed.isReplica
        var table = Table(
            name: entry.key, kind: feed.isReplica ? .replica : isRekeyed ? .rekeyed : .folded, source: feed.source ?? 0,
            key: key?.columns ?? [], columns: columns?.columns ?? [])
        let broken = (key?.broken ?? []).union(columns?.broken ?? [])
        let isWhole = broken.isEmpty && !table.key.isEmpty && !table.columns.isEmpty
        if let node = feed.handlers, !table.columns.isEmpty || columns?.broken.isEmpty == false {
            let reader = HandlerReader(
                reading: reading, shape: TableShape(table), broken: broken,
                isKeyKnown: !table.key.isEmpty || key?.broken.isEmpty == false,
                source: feed.source.map { sources[$0] }, expressions: expressions)
            table.handlers = reader.read(node)
        }
        if let node = fields["index"] { table.indexes = indexes(node, TableShape(table), broken, isWhole: isWhole) }
        return isWhole ? table : nil
    }

    private func feed(_ fields: MappingFields, _ entry: YAMLNode.Entry) -> Feed {
        switch (fields["from"], fields["on"]) {
        case (let from?, let on?):
            reading.fault(
                .badValue, at: entry.keyPlace, "table \(Wording.quote(entry.key)) has both from: and on:",
                hint: "from: takes each record as the whole row, on: folds events; keep one of them")
            return Feed(source: source(from), isReplica: true, handlers: on.entries == nil ? on : nil)
        case (let from?, nil):
            return Feed(source: source(from), isReplica: true)
        case (nil, let on?):
            return folded(on)
        case (nil, nil):
            fields.missing("'from' or 'on'", hint: "from: customers, or on: {orders: {OrderPlaced: {set: {…}}}}")
            return Feed(source: nil, isReplica: false)
        }
    }

    /// `on: {source: {…}}`, of one source (R7).
    private func folded(_ node: YAMLNode) -> Feed {
        let hint = "on: {orders: {OrderPlaced: {set: {…}}}}"
        guard let entries = reading.entries(node, "on", hint: hint) else { return Feed(source: nil, isReplica: false) }
        if entries.count > 1 {
            let names = entries.map { Wording.quote($0.key) }.joined(separator: ", ")
            reading.fault(
                .badValue, at: entries[1].keyPlace, "a table folds the events of one source, found \(names)",
                hint: "make a table for each source; a query can join them")
        }
        let first = entries[0]
        return Feed(source: source(first.key, at: first.keyPlace), isReplica: false, handlers: first.value)
    }

    private func source(_ node: YAMLNode) -> Int? {
        guard let name = reading.text(node, "from", hint: "from: the name of a source") else { return nil }
        return source(name, at: node.place)
    }

    private func source(_ name: String, at place: Place) -> Int? {
        if let index = sources.firstIndex(where: { $0.name == name }) { return index }
        reading.fault(
            .unknownName, at: place, "there is no source \(Wording.quote(name))",
            hint: DidYouMean.hint(name, among: sources.map(\.name), allowed: "sources"))
        return nil
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
