// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads `views:`.
struct ViewReader {
    /// What came of it.
    struct Draft {
        /// The views without faults, in the order of the file.
        var views: [View] = []
        /// The names of the others.
        var broken: Set<String> = []
    }

    private static let words = MappingFields.Words(
        what: "a view", known: ["sql", "description", "index"],
        instead: [
            "indexes": "index: [\"customer_id, placed_at desc\"]", "order": "order: stands in a query",
            "params": "params: stands in a query", "columns": "name them in the sql: … AS name",
        ])

    let reading: FileReading
    let tables: [TableReader.Draft]
    /// The names that tables have.
    let taken: [YAMLNode.Entry]
    let compiler: any ViewCompiling

    /// Reads all views; each may read the tables and the views before it.
    func read(_ node: YAMLNode) -> Draft {
        let hint = "views: {totals: {sql: SELECT customer_id, count(*) AS orders FROM orders GROUP BY customer_id}}"
        var draft = Draft(broken: Set(tables.filter { $0.table == nil }.map(\.name)))
        guard let entries = reading.entries(node, "views", hint: hint) else { return draft }
        let relations = tables.compactMap(\.table).flatMap { Relation.all(of: $0) }
        var names = NameSet(ignoresCase: true)
        for table in taken { names.reserve(table.key, at: table.keyPlace) }
        for entry in entries {
            let isNamed =
                NameRule.view.check(entry.key, at: entry.keyPlace, reading)
                && names.add(entry.key, "table or view", at: entry.keyPlace, reading)
            let view = read(entry, relations, draft)
            if isNamed, let view { draft.views.append(view) } else { draft.broken.insert(entry.key) }
        }
        return draft
    }

    private func read(_ entry: YAMLNode.Entry, _ relations: [Relation], _ draft: Draft) -> View? {
        guard let fields = MappingFields(entry.value, Self.words, owner: entry.keyPlace, reading) else { return nil }
        let sql = fields.required("sql", hint: "sql: SELECT customer_id, count(*) AS orders FROM orders GROUP BY 1")
        let description = reading.description(fields)
        // What it lacks for a fault elsewhere is told there.
        guard let sql, let text = reading.text(sql, "sql"), !WordSearch.mentions(text, draft.broken) else { return nil }
        let known = relations + draft.views.map(\.relation)
        switch SelectReader(relations: known).read(name: entry.key, sql: reading.lend(sql)) {
        case .failure(let faults):
            reading.fault(faults.all)
            return nil
        case .success(var view):
            view.description = description
            let place = reading.place(of: 0, in: sql)
            if let node = fields["index"] {
                guard let indexes = indexes(node, view) else { return nil }
                view.indexes = indexes
            }
            guard var compiled = compile(view, draft.views, relations) else { return nil }
            compiled.place = place
            return compiled
        }
    }

    private func compile(_ view: View, _ earlier: [View], _ relations: [Relation]) -> View? {
        var view = view
        switch compiler.compile(view, after: earlier, over: relations) {
        case .success(let objects):
            view.objects = objects
            return view
        case .failure(let faults):
            reading.fault(faults.all)
            return nil
        }
    }

    /// The index terms; nil, with faults, if any is wrong.
    private func indexes(_ node: YAMLNode, _ view: View) -> [String]? {
        let texts = reading.texts(node, "index", hint: "index: [\"customer_id, placed_at desc\"]")
        let found = texts.flatMap { node -> [Diagnostic] in
            let lent = reading.lend(node)
            return IndexTerms.parse(SQLText(text: lent.text, place: lent.place), view: view).faults
        }
        reading.fault(found)
        return found.isEmpty ? texts.compactMap(\.text) : nil
    }
}
