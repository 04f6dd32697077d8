// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension GroupNode {
    /// The node as SQL.
    func program() -> Node {
        let alias = item.alias.quoted
        let touch = Command(
            sql: "INSERT OR IGNORE INTO temp.\(keys.quoted) SELECT \(values(alias, groups)) "
                + "FROM temp.\(item.source.delta.quoted) AS \(alias)", scans: [item.alias])
        let delta = "temp.\(source.delta.quoted)"
        let columns = source.columns.map { "\"t\".\($0.stored.quoted)" }
        let old =
            "SELECT -1, \(columns.listed) FROM temp.\(keys.quoted) AS \"k\" "
            + "CROSS JOIN \(table.quoted) AS \"t\" WHERE \(key.equal("t", "k"))"
        return Node(
            name: name, view: view, source: source, reads: [item.source.name],
            objects: objects + (item.source.startsFilled ? build : []),
            temporaries: key.table(keys, [], isTemporary: true) + [
                "CREATE TEMP TABLE \(staged.quoted) (\(definitions.listed)) STRICT"
            ],
            steps: [item.source.name: Node.Step(before: [Node.Gathering(emit: touch)])],
            apply: [delete, insert(into: table.quoted)],
            stage: [
                insert(into: "temp.\(staged.quoted)"), Command(sql: "INSERT INTO \(delta) \(old)"),
                Command(sql: "INSERT INTO \(delta) SELECT 1, * FROM temp.\(staged.quoted)"),
            ],
            applyStaged: [
                delete, Command(sql: "INSERT INTO \(table.quoted) SELECT * FROM temp.\(staged.quoted)"),
            ],
            clear: [keys, staged].map { "DELETE FROM temp.\($0.quoted)" },
            build: build, completions: completions)
    }

    private var build: [String] {
        [
            "DELETE FROM \(table.quoted)",
            "INSERT INTO \(table.quoted) \(rows(from: item.text))",
        ]
    }

    private var key: KeyTable { KeyTable(columns: groupColumns) }

    private var definitions: [String] { source.columns.map { "\($0.stored.quoted) \($0.type)" } }

    private var objects: [String] {
        let names = key.names.listed
        var objects = [
            "CREATE TABLE \(table.quoted) (\(definitions.listed)) STRICT",
            "CREATE INDEX \((table + "k").quoted) ON \(table.quoted) (\(names))",
        ]
        guard isView else { return objects }
        let terms = zip(source.shown, shown).map { "\($0.quoted) AS \($1.name.quoted)" }
        let end = limit?.clause(source) ?? ""
        objects.append("CREATE VIEW \(name.quoted) AS SELECT \(terms.listed) FROM \(table.quoted)\(end)")
        return objects + (limit?.index(source) ?? [])
    }

    private func values(_ alias: String, _ columns: [Source.Column]) -> String {
        columns.map { "\(alias).\($0.stored.quoted)" }.listed
    }

    private var delete: Command {
        Command(
            sql: "DELETE FROM \(table.quoted) WHERE rowid IN (SELECT \"t\".rowid FROM temp.\(keys.quoted) AS \"k\" "
                + "CROSS JOIN \(table.quoted) AS \"t\" WHERE \(key.equal("t", "k")))")
    }

    /// The touched groups, from the rows below as they are now.
    private func insert(into table: String) -> Command {
        let terms = zip(groups, groupColumns).map { below, own in
            "\(item.alias.quoted).\(below.stored.quoted) \(own.isNullable ? "IS" : "=") \"_k\".\(own.stored.quoted)"
        }
        let from = "temp.\(keys.quoted) AS \"_k\" CROSS JOIN \(item.text) WHERE " + terms.joined(separator: " AND ")
        return Command(
            sql: "INSERT INTO \(table) \(rows(from: from))",
            seeks: [Command.Seek(item: item, columns: groups.map(\.stored))], scans: ["_k", "_rows"])
    }

    /// The result's rows of some rows below, which are ordered by group and key first: an aggregate takes them so.
    private func rows(from: String) -> String {
        let alias = item.alias.quoted
        guard isGrouped else {
            let terms = [values(alias, groups), values(alias, item.source.keyColumns)] + shown.map(\.expression.sql)
            return "SELECT \(terms.listed) FROM \(from)"
        }
        let order = values(alias, groups + self.order)
        let inner = "SELECT \(values(alias, item.source.columns)) FROM \(from) ORDER BY \(order)"
        let outer = { (expression: SQLExpression) in
            expression.rewritten { part in
                if case .column(_, let name) = part.node { .column("_rows", name) } else { nil }
            }.sql
        }
        let group = values("\"_rows\"", groups)
        let terms = [group] + shown.map { outer($0.expression) }
        return "SELECT \(terms.listed) FROM (\(inner)) AS \"_rows\" GROUP BY \(group)"
            + (having.map { " HAVING " + outer($0) } ?? "")
    }
}
