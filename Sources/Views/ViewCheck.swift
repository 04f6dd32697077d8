// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
public import SQLite

/// Compares views with their SELECTs, run anew on one snapshot.
public struct ViewCheck {
    private let views: [View]
    private let sources: [String: Source]
    private let completions: [SelectArm: SelectArm]

    /// Makes a check.
    public init(_ program: ViewProgram) {
        views = program.views
        completions = program.nodes.reduce(into: [:]) { $0.merge($1.completions, uniquingKeysWith: { one, _ in one }) }
        sources = Dictionary(program.nodes.map { ($0.name, $0.source) }, uniquingKeysWith: { one, _ in one })
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
        var difference = ViewDifference(view: view)
        guard let sql = query(view) else { return difference }
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
        var select = view.select
        let limit = sources[name].flatMap { source in (try? ViewLimit(select)).flatMap { $0?.clause(source) } } ?? ""
        (select.order, select.limit, select.skip) = ([], nil, nil)
        let names = view.columns.indices.map { "c\($0)".quoted }
        let row = names.map { "quote(\($0))" }.joined(separator: " || ', ' || ")
        let keys = (names + names.map { "typeof(\($0))" }).listed
        return "WITH \"_kept\"(\(names.listed)) AS (SELECT * FROM \(view.name.quoted)), "
            + "\"_anew\"(\(names.listed)) AS (\(SelectPrinter().text(completed(select)))\(limit)) "
            + "SELECT sum(\"_w\"), \(row) FROM (SELECT 1 AS \"_w\", * FROM \"_kept\" "
            + "UNION ALL SELECT -1, * FROM \"_anew\") GROUP BY \(keys) HAVING sum(\"_w\") <> 0"
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
