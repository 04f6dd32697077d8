// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
internal import Events

/// What a definition means, as hashes: two files that mean the same have the same, however they are written (R26).
public struct DefinitionMeaning: Sendable {
    /// The hash of one table, view or query.
    public struct Entry: Hashable, Sendable {
        /// `table`, `view` or `query`.
        public var kind: String
        /// Its name.
        public var name: String
        /// The hash, in hexadecimal.
        public var hash: String
    }

    /// All entries, tables first, then views, in the order of the file.
    public let hashes: [Entry]

    /// Hashes a definition.
    public init(_ projection: Projection) {
        let tables = projection.tables.map { table in
            let source = projection.sources[table.source]
            let meaning = "\(Self.text(source))\n\(Self.text(table))"
            return Entry(kind: "table", name: table.name, hash: Self.hash(meaning))
        }
        let views = projection.views.map { view in
            Entry(kind: "view", name: view.name, hash: Self.hash(view.meaning))
        }
        let queries = projection.queries.map { query in
            let columns = query.columns.map { "\($0.name):\($0.type?.name ?? "")" }.joined(separator: ",")
            let parameters = query.parameters.map {
                "\($0.name):\($0.type.name):\($0.isList):\($0.isRequired):\($0.defaults):\($0.allowed)"
            }
            let meaning = "\(query.statement)\n\(columns)\n\(parameters)\n\(query.limitDefault) \(query.limitMax)"
            return Entry(kind: "query", name: query.name, hash: Self.hash(meaning))
        }
        hashes = tables + views + queries
    }

    /// The entries of tables and views: where these are equal, the rows are.
    public var rows: Set<Entry> { Set(hashes.filter { $0.kind != "query" }) }

    private static func hash(_ text: String) -> String {
        let digits = String(RecordHash.of(text: text), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func text(_ source: Source) -> String {
        var lines = [
            "topic \(source.topic) format \(source.format.rawValue) type \(text(source.type)) time \(text(source.time))"
        ]
        if source.id != nil { lines.append("id \(text(source.id)) repeats \(source.repeats)") }
        for upcast in source.upcasts { lines.append("upcast \(name(upcast.eventType)) \(upcast.steps.map(text))") }
        for cut in source.cuts {
            lines.append("cut " + cut.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ","))
        }
        if let decimals = source.decimals { lines.append("decimals \(decimals.rawValue)") }
        if let times = source.times { lines.append("times \(times.rawValue)") }
        return lines.joined(separator: "\n")
    }

    private static func text(_ step: Upcast.Step) -> String {
        switch step {
        case .rename(let from, let to): "rename $\(from) $\(to)"
        case .defaulting(let path, let json): "default $\(path) \(json)"
        case .drop(let path): "drop $\(path)"
        }
    }

    private static func name(_ eventType: String?) -> String { eventType.map { "type " + $0 } ?? "*" }

    private static func text(_ selector: Source.Selector?) -> String {
        switch selector {
        case .header(let name): "header:\(name)"
        case .body(let path): "$\(path.description)"
        case .source(let path): "$source\(path.description)"
        case nil: "-"
        }
    }

    private static func text(_ table: Table) -> String {
        var lines = ["table \(table.name) \(table.kind)"]
        lines += table.key.map { "key \($0.name) \($0.type.name) \(text($0.origin))" }
        let isWhole = table.kind == .replica || table.kind == .append
        lines += table.columns.map { column in
            "column \(column.name) \(column.type.name)" + (isWhole ? " \(text(column.origin))" : "")
        }
        if table.hasHistory { lines.append("history") }
        if !table.keepsRows { lines.append("keep false") }
        if let version = table.version { lines.append("version $\(version)") }
        lines += table.indexes.map { "index \($0)" }
        for handler in table.handlers { lines += text(handler) }
        return lines.joined(separator: "\n")
    }

    private static func text(_ handler: Handler) -> [String] {
        var lines = ["on \(name(handler.eventType))"]
        if let each = handler.each { lines.append("each $\(each)" + (handler.replaces ? " replace" : "")) }
        guard case .set(let assignments) = handler.action else { return lines + ["delete"] }
        for assignment in assignments {
            let fields = assignment.sql.fields.map { "\(text($0.origin)) \($0.type.name)" }
            lines.append("set \(assignment.column) \(assignment.sql.text) \(fields) \(assignment.sql.columns)")
        }
        return lines
    }

    private static func text(_ origin: KeyColumn.Origin) -> String {
        switch origin {
        case .recordKey(let path): "$key\(path.description)"
        case .event(let field): text(field)
        case .element(let field): text(field)
        }
    }

    private static func text(_ origin: EventField.Origin) -> String {
        switch origin {
        case .body(let path): "$\(path.description)"
        case .key(let path): "$key\(path.description)"
        case .header(let name): "$header.\(name)"
        case .type: "$type"
        case .time: "$time"
        case .offset: "$offset"
        case .each(let path): "$each\(path.description)"
        case .index: "$index"
        case .source(let path): "$source\(path.description)"
        }
    }
}
