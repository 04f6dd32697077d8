// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads where a table's records come from: `from:`, with `append:` or without, or `on:` (R7).
struct FeedReader {
    /// Where a table's records come from.
    struct Feed {
        /// How the table is fed; a folded one may turn out to be re-keyed.
        var kind: Table.Kind
        /// The place of the source; nil if it is unknown.
        var source: Int?
        /// The handlers of that source.
        var handlers: YAMLNode?
    }

    let reading: FileReading
    let sources: [SourceReader.Draft]

    /// Reads the feed of the table that `entry` is.
    func read(_ fields: MappingFields, _ entry: YAMLNode.Entry) -> Feed {
        let isAppend = fields["append"].flatMap { reading.flag($0, "append") } ?? false
        switch (fields["from"], fields["on"]) {
        case (let from?, let on?):
            reading.fault(
                .badValue, at: entry.keyPlace, "table \(Wording.quote(entry.key)) has both from: and on:",
                hint: "from: takes each record as the whole row, on: folds events; keep one of them")
            let handlers = on.entries == nil ? on : nil
            return Feed(kind: isAppend ? .append : .replica, source: source(from), handlers: handlers)
        case (let from?, nil):
            let source = source(from)
            if isAppend { checkAppend(fields, source) }
            return Feed(kind: isAppend ? .append : .replica, source: source)
        case (nil, let on?):
            if isAppend {
                reading.fault(
                    .badValue, at: fields.place(of: "append") ?? entry.keyPlace, "append: in a table with on:",
                    hint: "from: takes each record as a row of its own; a table with on: has a row for each key")
            }
            return folded(on)
        case (nil, nil):
            fields.missing("'from' or 'on'", hint: "from: customers, or on: {orders: {OrderPlaced: {set: {…}}}}")
            return Feed(kind: isAppend ? .append : .folded)
        }
    }

    private func checkAppend(_ fields: MappingFields, _ source: Int?) {
        guard let source, sources[source].format == .debezium, let place = fields.place(of: "append") else { return }
        reading.fault(
            .badValue, at: place, "append: of source '\(sources[source].name)', which is of format debezium",
            hint: "changes make a replica: remove append: and give the table its key; history: true keeps its past")
    }

    /// `on: {source: {…}}`, of one source.
    private func folded(_ node: YAMLNode) -> Feed {
        let hint = "on: {orders: {OrderPlaced: {set: {…}}}}"
        guard let entries = reading.entries(node, "on", hint: hint) else { return Feed(kind: .folded) }
        if entries.count > 1 {
            let names = entries.map { Wording.quote($0.key) }.joined(separator: ", ")
            reading.fault(
                .badValue, at: entries[1].keyPlace, "a table folds the events of one source, found \(names)",
                hint: "make a table for each source; a query can join them")
        }
        let first = entries[0]
        let source = source(first.key, at: first.keyPlace)
        if let source, sources[source].format == .debezium {
            reading.fault(
                .badValue, at: first.keyPlace,
                "source '\(first.key)' is of format debezium, which feeds tables with from: alone",
                hint: "a change is the whole row: from: \(first.key), with key: and columns: of the database's table")
            return Feed(kind: .folded, source: source)
        }
        return Feed(kind: .folded, source: source, handlers: first.value)
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
}
