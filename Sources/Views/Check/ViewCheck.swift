// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
public import SQLite

/// Compares views with their SELECTs, run anew on one snapshot.
public struct ViewCheck {
    let views: [View]
    let relations: [Relation]
    private let sources: [String: Source]
    private let completions: [SelectArm: SelectArm]

    /// Makes a check.
    public init(_ program: ViewProgram) {
        views = program.views
        relations = program.relations + program.views.map(\.relation)
        completions = program.nodes.reduce(into: [:]) { $0.merge($1.completions, uniquingKeysWith: { one, _ in one }) }
        sources = Dictionary(program.nodes.map { ($0.name, $0.source) }, uniquingKeysWith: { one, _ in one })
    }

    /// The table that a view reads and that keeps no rows (R24), so that its SELECT cannot be run anew; nil if none.
    public func stream(of view: String) -> String? {
        let reads = views.first { $0.name == view }?.select.relations ?? []
        return relations.first { $0.kind == .stream && reads.contains($0.name) }?.name
    }

    /// Compares one view, rows and storage classes, as a bag.
    ///
    /// - Parameters:
    ///   - view: The view's name.
    ///   - connection: A connection with an open read transaction.
    ///   - examples: How many differing rows are told at most.
    public func compare(
        _ view: String, on connection: Connection, examples: Int = 5
    ) throws(SQLiteError) -> ViewDifference {
        guard let sql = query(view) else { return ViewDifference(view: view) }
        return try difference(view, sql, on: connection, examples: examples)
    }

    /// Counts what a query of differing rows gives.
    func difference(
        _ view: String, _ sql: String, on connection: Connection, examples: Int
    ) throws(SQLiteError) -> ViewDifference {
        var difference = ViewDifference(view: view)
        let statement = try connection.prepare(sql)
        while try statement.step() {
            let count = statement.integer(0)
            if count > 0 { difference.extra += count } else { difference.missing -= count }
            guard difference.examples.count < examples else { continue }
            difference.examples.append((count > 0 ? "+ " : "- ") + statement.text(1))
        }
        return difference
    }

    /// The query of all differing rows: how often each is extra, below zero if it is missing, and the row as text.
    func query(_ name: String) -> String? {
        guard let view = views.first(where: { $0.name == name }) else { return nil }
        return query(view, kept: "SELECT * FROM \(view.name.quoted)", anew: select(of: view))
    }

    /// A view's SELECT with all that rules complete in it (R21, R22), as it is run anew.
    public func select(of view: View) -> String {
        let limit =
            sources[view.name].flatMap { source in (try? ViewLimit(view.select)).flatMap { $0?.clause(source) } } ?? ""
        return SelectPrinter().text(unordered(view.select)) + limit
    }

    /// The same of any rows of the view, and any of its SELECT.
    func query(_ view: View, kept: String, anew: String) -> String {
        let names = view.columns.indices.map { "c\($0)".quoted }
        let row = names.map { "quote(\($0))" }.joined(separator: " || ', ' || ")
        let keys = (names + names.map { "typeof(\($0))" }).listed
        return "WITH \"_kept\"(\(names.listed)) AS (\(kept)), \"_anew\"(\(names.listed)) AS (\(anew)) "
            + "SELECT sum(\"_w\"), \(row) FROM (SELECT 1 AS \"_w\", * FROM \"_kept\" "
            + "UNION ALL SELECT -1, * FROM \"_anew\") GROUP BY \(keys) HAVING sum(\"_w\") <> 0"
    }

    /// The completed SELECT, without what orders and cuts its rows.
    func unordered(_ select: Select) -> Select {
        var select = completed(select)
        (select.order, select.limit, select.skip) = ([], nil, nil)
        return select
    }

    /// The SELECT with every order complete (R22), and with `avg` and `total` as they are kept: exact until the last
    /// step (R21).
    func completed(_ select: Select) -> Select {
        var select = select.withInlined
        select.arms = select.arms.map { completions[$0] ?? $0 }
        select = select.rewritten { $0.exactlyAveraged }
        select.common = select.common.map {
            CommonTable(name: $0.name, columns: $0.columns, select: completed($0.select))
        }
        for arm in select.arms.indices {
            for item in select.arms[arm].from.indices {
                guard case .select(let inner) = select.arms[arm].from[item].source else { continue }
                select.arms[arm].from[item].source = .select(completed(inner))
            }
        }
        return select
    }
}
