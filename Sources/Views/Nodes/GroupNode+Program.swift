// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension GroupNode {
    /// The node as SQL.
    func program() -> Node {
        let alias = item.alias.quoted
        let terms = UsedColumns(used, of: item.source.name).changed(item)
        let changed = terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ")
        let touch = Command(
            sql: "INSERT OR IGNORE INTO temp.\(keys.quoted) SELECT \(values(alias, groups)) "
                + "FROM \(item.deltaText)\(changed)", scans: [item.alias])
        let delta = "temp.\(source.delta.quoted)"
        let columns = source.columns.map { "\"t\".\($0.stored.quoted)" }
        let old = { (weight: String) in
            "SELECT \(weight), \(columns.listed) FROM temp.\(keys.quoted) AS \"k\" "
                + "CROSS JOIN \(table.quoted) AS \"t\" WHERE \(key.equal("t", "k"))"
        }
        let less = isComparable ? " EXCEPT SELECT -1, * FROM temp.\(staged.quoted) AS \"n\"" : ""
        let more = isComparable ? " EXCEPT " + old("1") : ""
        return Node(
            name: name, view: view, source: source, reads: [item.source.name],
            objects: objects + (item.source.startsFilled ? build : []),
            temporaries: key.table(keys, [], isTemporary: true) + [
                "CREATE TEMP TABLE \(staged.quoted) (\(definitions.listed)) STRICT"
            ],
            steps: [item.source.name: Node.Step(before: [Node.Gathering(emit: touch)])],
            size: first == nil ? size : nil, apply: [delete, insert(into: table.quoted)],
            stage: [
                insert(into: "temp.\(staged.quoted)"), Command(sql: "INSERT INTO \(delta) \(old("-1"))\(less)"),
                Command(sql: "INSERT INTO \(delta) SELECT 1, * FROM temp.\(staged.quoted) AS \"n\"\(more)"),
            ],
            applyStaged: first != nil && isComparable
                ? applyChanges
                : [delete, Command(sql: "INSERT INTO \(table.quoted) SELECT * FROM temp.\(staged.quoted)")],
            clear: [keys, staged].map { "DELETE FROM temp.\($0.quoted)" },
            build: build, completions: completions)
    }

    /// Whether rows that are the same to SQLite are the same: 1 and 1.0 are not told apart, nor 0.0 and -0.0, and what
    /// calculates may give either.
    private var isComparable: Bool {
        let hasReal = source.columns.contains { $0.kinds.contains(.real) }
        return !hasReal && (groupColumns + rowColumns).allSatisfy { $0.type != "ANY" }
            && shown.map(\.expression).allSatisfy { expression in
                !expression.isArithmetic
                    && !expression.contains { part in
                        if case .column(_, let name) = part.node {
                            item.source.column(stored: name)?.type == "ANY"
                        } else {
                            false
                        }
                    }
            }
    }

    /// Of the first rows of a partition most stay as they are.
    private var applyChanges: [Command] {
        let delta = "temp.\(source.delta.quoted)"
        let row = KeyTable(columns: groupColumns + rowColumns)
        let columns = source.columns.map { "\"d\".\($0.stored.quoted)" }.listed
        return [
            Command(
                sql: "DELETE FROM \(table.quoted) WHERE rowid IN (SELECT \"t\".rowid FROM \(delta) AS \"d\" "
                    + "CROSS JOIN \(table.quoted) AS \"t\" WHERE \"d\".\"_w\" < 0 AND \(row.equal("t", "d")))"),
            Command(
                sql: "INSERT INTO \(table.quoted) SELECT \(columns) FROM \(delta) AS \"d\" WHERE \"d\".\"_w\" > 0"),
        ]
    }

    private var build: [String] {
        let all = rows(from: item.text)
        guard let first, let number else {
            return ["DELETE FROM \(table.quoted)", "INSERT INTO \(table.quoted) \(all)"]
        }
        let names = source.columns.map(\.stored).quotedList
        return [
            "DELETE FROM \(table.quoted)",
            "INSERT INTO \(table.quoted) WITH \"_all\"(\(names)) AS (\(all)) "
                + "SELECT * FROM \"_all\" WHERE \(number.quoted) <= \(first.count)",
        ]
    }

    /// The column that numbers the rows.
    private var number: String? {
        shown.firstIndex { if case .call(let call) = $0.expression.node { call.over != nil } else { false } }
            .map { "c\($0)" }
    }

    /// The names of the columns below that it depends on.
    private var used: Set<String> {
        var names = Set((groups + order + (first?.order.map(\.column) ?? [])).map(\.stored))
        for expression in shown.map(\.expression) + [having].compactMap(\.self) {
            expression.forEach { if case .column(_, let name) = $0.node { names.insert(name) } }
        }
        return names
    }

    private var key: KeyTable { KeyTable(columns: groupColumns) }

    private var definitions: [String] { source.columns.map { "\($0.stored.quoted) \($0.type)" } }

    private var objects: [String] {
        let names = key.names.listed
        var objects = [
            "CREATE TABLE \(table.quoted) (\(definitions.listed)) STRICT",
            "CREATE INDEX \((table + "k").quoted) ON \(table.quoted) (\(names))",
        ]
        if let first {
            let terms = groups.map(\.stored.quoted) + first.terms()
            objects.append("CREATE INDEX \((name + "__f").quoted) ON \(item.source.table.quoted) (\(terms.listed))")
        }
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

    /// Whether a row below, by its name there, is one of a touched group.
    private func isTouched(_ alias: String) -> String {
        zip(groups, groupColumns).map { below, own in
            "\(alias).\(below.stored.quoted) \(own.isNullable ? "IS" : "=") \"_k\".\(own.stored.quoted)"
        }.joined(separator: " AND ")
    }

    private var seeks: [Command.Seek] { [Command.Seek(item: item, columns: groups.map(\.stored))] }

    /// The number of the rows of the touched groups.
    private var size: Command {
        Command(
            sql: "SELECT count(*) FROM temp.\(keys.quoted) AS \"_k\" CROSS JOIN \(item.text) "
                + "WHERE \(isTouched(item.alias.quoted))", seeks: seeks, scans: ["_k"])
    }

    /// The touched groups, from the rows below as they are now.
    private func insert(into table: String) -> Command {
        let alias = item.alias.quoted
        var condition = isTouched(alias)
        var rowsBelow = item.text
        if let first {
            let key = KeyTable(columns: item.source.keyColumns)
            rowsBelow += key.byKey(of: item.source.stored)
            let names = key.isPlain ? key.names : ["rowid"]
            condition =
                "(\(names.map { "\(alias).\($0)" }.listed)) IN (SELECT \(names.map { "\"_x\".\($0)" }.listed) "
                + "FROM \(item.source.stored.quoted) AS \"_x\" WHERE \(isTouched("\"_x\"")) "
                + "ORDER BY \(first.terms("\"_x\".").listed) LIMIT \(first.count))"
        }
        let from = "temp.\(keys.quoted) AS \"_k\" CROSS JOIN \(rowsBelow) WHERE \(condition)"
        return Command(
            sql: "INSERT INTO \(table) \(rows(from: from))",
            seeks: seeks, scans: ["_k", "_rows"])
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
