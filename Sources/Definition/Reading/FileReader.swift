// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads one projection file.
struct FileReader {
    private static let words = MappingFields.Words(
        what: "a projection", known: ["projection", "description", "sources", "tables", "views", "queries", "held"],
        instead: ["name": "projection: shop", "history": "history: true stands in a table"])

    let reading: FileReading
    let text: String
    /// What compiles views; nil refuses them.
    let views: (any ViewCompiling)?

    /// Reads the file; what it returns is whole only if no fault was noted.
    ///
    /// - Parameter names: The names of the projections of the files before.
    func read(names: inout [String: Place]) -> Projection? {
        let root: YAMLNode
        do {
            let (document, repeated) = try YAMLReader.compose(reading.source)
            reading.fault(repeated)
            root = document
        } catch {
            reading.fault(error.all)
            return nil
        }
        guard let fields = MappingFields(root, Self.words, owner: root.place, reading) else { return nil }
        let name = name(fields, &names)
        let description = reading.description(fields)
        let sourcesHint = "sources: {orders: {topic: orders.events}}"
        let sources = fields.required("sources", hint: sourcesHint).map(SourceReader(reading: reading).read) ?? []
        let tablesHint = "tables: {orders: {from: orders, key: {id: integer}, columns: {total: decimal(2)}}}"
        let tables =
            fields.required("tables", hint: tablesHint).map(
                TableReader(reading: reading, sources: sources, expressions: ExpressionCompiler()).read) ?? []
        let stopAbove = fields["held"].map(HeldReader(reading: reading).stopAbove) ?? Projection.stopAboveDefault
        let views = readViews(fields, tables)
        let queries = fields["queries"].map(QueryReader(reading: reading).read) ?? []
        return Projection(
            name: name, description: description, file: reading.source.file, text: text,
            sources: sources.compactMap(\.source), tables: tables.compactMap(\.table), views: views.views,
            queries: compile(queries, tables, views),
            stopAbove: stopAbove)
    }

    private func name(_ fields: MappingFields, _ names: inout [String: Place]) -> String {
        guard let node = fields.required("projection", hint: "projection: shop"),
            let name = reading.text(node, "projection", hint: "projection: shop"),
            NameRule.projection.check(name, at: node.place, reading)
        else { return "" }
        if let first = names.updateValue(node.place, forKey: name) {
            names[name] = first
            reading.fault(
                .repeatedName, at: node.place, "projection \(Wording.quote(name)) is there already",
                hint: "the first is at \(first); a name stands for one projection of a daemon")
        }
        return name
    }

    private func readViews(_ fields: MappingFields, _ tables: [TableReader.Draft]) -> ViewReader.Draft {
        guard let node = fields["views"], let place = fields.place(of: "views") else {
            return ViewReader.Draft(broken: Set(tables.filter { $0.table == nil }.map(\.name)))
        }
        if let views {
            let taken = fields["tables"]?.entries ?? []
            return ViewReader(reading: reading, tables: tables, taken: taken, compiler: views).read(node)
        }
        reading.fault(.notSupportedYet, at: place, "'views' in a projection is not supported yet", hint: "remove it")
        return ViewReader.Draft(broken: Set((node.entries ?? []).map(\.key)))
    }

    /// The queries without faults; one that reads a table or a view with faults is left out.
    ///
    /// Its own faults could only repeat theirs.
    private func compile(
        _ drafts: [QueryReader.Draft], _ tables: [TableReader.Draft], _ views: ViewReader.Draft
    ) -> [Query] {
        let broken = views.broken
        let compiler = QueryCompiler(
            tables: tables.compactMap(\.table), views: views.views, compiler: self.views)
        return drafts.compactMap { draft in
            let sql = draft.declaration.sql.text
            guard draft.isWhole, !WordSearch.mentions(sql, broken) else { return nil }
            switch compiler.compile(draft.declaration) {
            case .success(let query): return query
            case .failure(let faults):
                reading.fault(faults.all)
                return nil
            }
        }
    }
}
