// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition

/// The statements by which the changes of one followed history are captured.
struct HistoryCaptureSQL {
    /// Makes the place where versions wait to be written; `_gone` is 1 for one that is to go.
    let createStage: String
    /// The history's own statements, but for what waits.
    let staging: HistoryStatements
    /// Take what the versions that wait were, and what they become.
    let fill: [String]
    /// Write the versions that wait.
    let write: [String]
    /// Forgets the versions that wait.
    let emptyStage: String
    /// Whether any waits.
    let hasStaged: String
    /// A moment in: take the open versions as going, and as ending then.
    let closing: [String]

    /// `delta` is the delta table's name, quoted.
    init(_ table: Table, delta: String) {
        func quoted(_ name: String) -> String { "\"\(name)\"" }
        let history = SchemaSQL.historyName(of: table)
        let name = "main." + quoted(history)
        let waiting = "temp." + quoted("_staged_" + history)
        let from = quoted(SchemaSQL.validFromColumn)
        let to = quoted(SchemaSQL.validToColumn)
        let key = table.key.map { quoted($0.name) } + [from]
        let rest = table.columns.map { quoted($0.name) } + [to]
        let all = table.key.map { quoted($0.name) } + table.columns.map { quoted($0.name) } + [from, to]
        let names = all.joined(separator: ", ")
        func of(_ alias: String) -> String { all.map { "\(alias).\($0)" }.joined(separator: ", ") }
        let same = key.map { "h.\($0) = s.\($0)" }.joined(separator: " AND ")
        let unchanged = rest.map { "h.\($0) IS s.\($0)" }.joined(separator: " AND ")
        let into = "INSERT INTO \(delta) (_w, \(names))"
        createStage =
            "CREATE TEMP TABLE IF NOT EXISTS \(quoted("_staged_" + history)) (\(names), _gone DEFAULT 0, "
            + "PRIMARY KEY (\(key.joined(separator: ", ")))) WITHOUT ROWID"
        staging = HistoryStatements(table, stagedIn: waiting)
        fill = [
            "\(into) SELECT -1, \(of("h")) FROM \(waiting) s CROSS JOIN \(name) h WHERE \(same) AND (s._gone OR NOT "
                + "(\(unchanged)))",
            "\(into) SELECT 1, \(of("s")) FROM \(waiting) s WHERE NOT s._gone AND NOT EXISTS (SELECT 1 FROM \(name) h "
                + "WHERE \(same) AND \(unchanged))",
        ]
        let keys = key.joined(separator: ", ")
        write = [
            "DELETE FROM \(name) WHERE (\(keys)) IN (SELECT \(keys) FROM \(waiting) WHERE _gone)",
            "INSERT OR REPLACE INTO \(name) (\(names)) SELECT \(names) FROM \(waiting) WHERE NOT _gone",
        ]
        emptyStage = "DELETE FROM \(waiting)"
        hasStaged = "SELECT 1 FROM \(waiting)"
        let isOpen = HistoryStatements(table).isOpen
        let ended = all.map { $0 == to ? "?1" : $0 }.joined(separator: ", ")
        closing = [
            "\(into) SELECT -1, \(names) FROM \(name) AS h WHERE \(isOpen) AND ?1 IS NOT NULL",
            "\(into) SELECT 1, \(ended) FROM \(name) AS h WHERE \(isOpen) AND \(from) < ?1",
        ]
    }
}
