// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension AggregateNode {
    /// The node as SQL.
    func program() throws -> Node {
        Node(
            name: name, view: view, source: source, reads: Set(branches.flatMap(\.sourceNames)),
            readsStream: branches.contains { $0.inner.contains(where: \.source.isStream) },
            objects: objects + (readsFilled ? build : []), temporaries: try temporaries(), steps: try steps(),
            prepare: arguments.indices.filter { arguments[$0].hasValues }.flatMap(countValues),
            apply: [add(into: state)] + [purge].compactMap(\.self), stage: stage,
            applyStaged: [Command(sql: replace)] + [purge].compactMap(\.self),
            clear: [input, staged].map { "DELETE FROM temp.\($0.quoted)" }, build: build)
    }

    private var objects: [String] {
        var objects = key.table(state, ["\"_n\" INTEGER"] + kept.map { "\($0.name.quoted) \($0.type)" })
        if isGlobal {
            objects.append(empty)
        } else {
            objects.append("CREATE INDEX \((name + "__z").quoted) ON \(state.quoted) (\"_n\") WHERE \"_n\" <= 0")
        }
        for (index, argument) in arguments.enumerated() where argument.hasValues {
            let table = valueKey(index).table(values(index), ["\"n\" INTEGER"])
            objects += table
            let least = (values(index) + "z").quoted
            objects.append("CREATE INDEX \(least) ON \(values(index).quoted) (\"n\") WHERE \"n\" <= 0")
        }
        for (index, argument) in arguments.enumerated() where argument.isIndexed {
            guard let table = wholeTable else { continue }
            let place = (name + "__y\(index)").quoted
            objects.append("CREATE INDEX \(place) ON \(table.source.table.quoted) (\(indexed(index).quotedList))")
        }
        let filter = having.isEmpty ? "" : " WHERE " + BranchSQL.all(having)
        let columns = groups.map { ($0.stored, $0.stored.quoted) } + shownColumns
        let terms = columns.map { "\($1) AS \($0.quoted)" }.listed
        objects.append("CREATE VIEW \(source.stored.quoted) AS SELECT \(terms) FROM \(state.quoted)\(filter)")
        if isView {
            // As indexes on them are written: an index on an expression serves no other text.
            let terms = zip(shown, source.shown).map { column, stored in
                let text = source.column(stored: stored)?.indexed ?? column.expression.sql
                return "\(text) AS \(column.name.quoted)"
            }.listed
            let end = limit?.clause(source) ?? ""
            objects.append("CREATE VIEW \(name.quoted) AS SELECT \(terms) FROM \(state.quoted)\(filter)\(end)")
            objects += limit?.index(source) ?? []
        }
        return objects
    }

    /// The columns of what is read that are none of the group.
    private var shownColumns: [(String, String)] {
        source.columns.compactMap { column in column.indexed.map { (column.stored, $0) } }
    }

    private func valueKey(_ index: Int) -> KeyTable {
        KeyTable(
            columns: groups + [
                Source.Column(stored: "val", kinds: arguments[index].kinds, type: "ANY", isNullable: false)
            ])
    }

    /// The row of a global aggregate over nothing.
    private var empty: String {
        let values = kept.map { $0.isAdded ? "0" : "NULL" }
        return "INSERT INTO \(state.quoted) VALUES (\((["0", "0"] + values).listed))"
    }

    private func temporaries() throws -> [String] {
        let values = arguments.enumerated().flatMap { index, argument -> [String] in
            let kept = argument.keepsSum ? "INTEGER" : "ANY"
            return ["\"a\(index)\" \(kept)"]
                + (argument.hasDistinct ? ["\"d\(index)\" INTEGER", "\"e\(index)\" ANY"] : [])
        }
        let groups = groups.map { "\($0.stored.quoted) \($0.type)" }
        let kept = kept.map { "\($0.name.quoted) \($0.type)" }
        var statements = [(input, ["\"_w\" INTEGER"] + groups + values), (staged, groups + ["\"_n\" INTEGER"] + kept)]
            .map { "CREATE TEMP TABLE \($0.quoted) (\($1.listed)) STRICT" }
        for (index, argument) in arguments.enumerated() where argument.hasValues {
            let columns = groups + ["\"val\" ANY", "\"n\" INTEGER"]
            statements.append("CREATE TEMP TABLE \(changes(index).quoted) (\(columns.listed)) STRICT")
        }
        for (index, branch) in branches.enumerated() where isTwoPhase(branch) {
            statements += KeyTable(columns: branch.keyColumns).table(touched(index), [], isTemporary: true)
        }
        return statements
    }

    private func isTwoPhase(_ branch: Branch) -> Bool {
        branch.occurrences.contains { !branch.isLinear(in: $0.item.source.name) }
    }

    private func steps() throws -> [String: Node.Step] {
        var steps: [String: Node.Step] = [:]
        let used = UsedColumns(branches)
        for (index, branch) in branches.enumerated() {
            for source in branch.sourceNames {
                if branch.isLinear(in: source) {
                    let item = branch.occurrences(of: source)[0].item
                    let join = try BranchSQL(branch: branch, used: used).delta(of: item)
                    let gathering = Node.Gathering(emit: emit("\(item.alias.quoted).\"_w\"", branch, join))
                    steps[source, default: Node.Step()].before.append(gathering)
                } else {
                    let (before, after) = try twoPhase(branch, index, source, used)
                    steps[source, default: Node.Step()].before.append(before)
                    steps[source, default: Node.Step()].after.append(after)
                }
            }
        }
        return steps
    }

    private var inputColumns: [String] { groups.map(\.stored) + arguments.indices.map { "a\($0)" } }

    private func emit(_ weight: String, _ branch: Branch, _ join: BranchSQL.Join) -> Command {
        let values = [weight] + branch.outputs.map(\.sql)
        return join.command("INSERT INTO temp.\(input.quoted) (\((["_w"] + inputColumns).quotedList))", values)
    }

    /// Rows of the branch that a change may touch are taken away as they were and added as they are.
    private func twoPhase(
        _ branch: Branch, _ index: Int, _ source: String, _ used: UsedColumns
    ) throws -> (before: Node.Gathering, after: Node.Gathering) {
        try branch.requireKeys()
        let table = touched(index)
        let columns = branch.keyColumns
        let fill = try branch.occurrences(of: source).map { place in
            try BranchSQL(branch: branch, used: used).touch(place).command(
                "INSERT OR IGNORE INTO temp.\(table.quoted) (\(columns.map(\.stored).quotedList))",
                branch.keyValues)
        }
        let rows = try BranchSQL(branch: branch).rows(of: table, as: "_p", by: branch.keyTerms(in: "_p"))
        let clear = "DELETE FROM temp.\(table.quoted)"
        return (
            Node.Gathering(fill: fill, emit: emit("-1", branch, rows), clear: clear),
            Node.Gathering(fill: fill, emit: emit("1", branch, rows), clear: clear)
        )
    }

    /// Keeps how often each value stands in each group, and counts those that come and go.
    private func countValues(_ index: Int) -> [Command] {
        let table = values(index).quoted
        let changed = "temp.\(changes(index).quoted)"
        let names = key.names.listed
        let value = "\"a\(index)\""
        let valueKey = valueKey(index)
        var commands = [
            "INSERT INTO \(changed) SELECT \(names), \(value), sum(\"_w\") FROM temp.\(input.quoted) "
                + "WHERE \(value) IS NOT NULL GROUP BY \(names), \(value) HAVING sum(\"_w\") <> 0",
            "INSERT INTO \(table) SELECT * FROM \(changed) WHERE true "
                + "ON CONFLICT (\(valueKey.conflict)) DO UPDATE SET \"n\" = \"n\" + excluded.\"n\"",
        ]
        if arguments[index].hasDistinct {
            let step = "CASE WHEN \"m\".\"n\" = 0 THEN -1 WHEN \"m\".\"n\" = \"w\".\"n\" THEN 1 ELSE 0 END"
            let sum = arguments[index].keepsDistinctSum ? "(\(step)) * \"w\".\"val\"" : "0"
            let groups = key.names.map { "\"w\".\($0)" }.listed
            commands.append(
                "INSERT INTO temp.\(input.quoted) (\"_w\", \(names), \"d\(index)\", \"e\(index)\") "
                    + "SELECT 0, \(groups), \(step), \(sum) FROM \(changed) AS \"w\" "
                    + "CROSS JOIN \(table) AS \"m\" WHERE \(valueKey.equal("m", "w"))")
        }
        return commands.map { Command(sql: $0) } + [
            Command(sql: "DELETE FROM \(table) WHERE \"n\" <= 0 RETURNING \"n\"", returnsCounts: true),
            Command(sql: "DELETE FROM \(changed)"),
        ]
    }

    private var columnNames: [String] { groups.map(\.stored) + ["_n"] + kept.map(\.name) }

    /// The input, added up.
    private var sums: String {
        let terms = key.names.map { "\"v\".\($0)" } + ["sum(\"v\".\"_w\")"] + kept.map(\.sum)
        let named = zip(terms, columnNames).map { "\($0) AS \($1.quoted)" }
        let groups = key.names.map { "\"v\".\($0)" }
        return "SELECT \(named.listed) FROM temp.\(input.quoted) AS \"v\" WHERE true GROUP BY \(groups.listed)"
    }

    private func add(into table: String) -> Command {
        let updates =
            ["\"_n\" = \"_n\" + excluded.\"_n\""]
            + kept.map { column in
                let name = column.name.quoted
                return column.isAdded ? "\(name) = \(name) + excluded.\(name)" : "\(name) = excluded.\(name)"
            }
        return Command(
            sql: "INSERT INTO \(table.quoted) (\(columnNames.quotedList)) \(sums) "
                + "ON CONFLICT (\(key.conflict)) DO UPDATE SET \(updates.listed)")
    }

    private var purge: Command? {
        isGlobal
            ? nil
            : Command(sql: "DELETE FROM \(state.quoted) WHERE \"_n\" <= 0 RETURNING \"_n\"", returnsCounts: true)
    }

    /// The new rows of the state, then the changes of what is read of it.
    private var stage: [Command] {
        let sum = { (name: String) in "\"d\".\(name.quoted) + ifnull(\"s\".\(name.quoted), 0)" }
        let terms =
            key.names.map { "\"d\".\($0)" } + [sum("_n")]
            + kept.map { $0.isAdded ? sum($0.name) : "\"d\".\($0.name.quoted)" }
        let delta = "temp.\(source.delta.quoted)"
        let columns = source.columns.map(\.stored)
        let shownNow = groups.map(\.stored.quoted) + shownColumns.map { $0.1 }
        let filters = (isGlobal ? [] : ["\"_n\" > 0"]) + (having.isEmpty ? [] : [BranchSQL.all(having)])
        let filter = filters.isEmpty ? "" : " WHERE " + filters.joined(separator: " AND ")
        return [
            "INSERT INTO temp.\(staged.quoted) SELECT \(terms.listed) FROM (\(sums)) AS \"d\" "
                + "LEFT JOIN \(state.quoted) AS \"s\" ON \(key.equal("s", "d"))",
            "INSERT INTO \(delta) SELECT -1, \(columns.map { "\"r\".\($0.quoted)" }.listed) "
                + "FROM temp.\(staged.quoted) AS \"n\" CROSS JOIN \(source.stored.quoted) AS \"r\" "
                + "WHERE \(key.equal("r", "n"))",
            "INSERT INTO \(delta) SELECT 1, \(shownNow.listed) FROM temp.\(staged.quoted)\(filter)",
        ].map { Command(sql: $0) }
    }

    private var replace: String {
        let updates = columnNames.dropFirst(groups.count).map { "\($0.quoted) = excluded.\($0.quoted)" }
        return "INSERT INTO \(state.quoted) (\(columnNames.quotedList)) SELECT * FROM temp.\(staged.quoted) "
            + "WHERE true ON CONFLICT (\(key.conflict)) DO UPDATE SET \(updates.listed)"
    }

    /// Fills values and state from the branches' rows, read once for each.
    private var build: [String] {
        let rows = branches.map { branch in
            let outputs = zip(branch.outputs, inputColumns).map { "\($0.sql) AS \($1.quoted)" }
            return "SELECT \((["1 AS \"_w\""] + outputs).listed) FROM \(BranchSQL(branch: branch).all().text)"
        }.joined(separator: " UNION ALL ")
        var statements = ["DELETE FROM \(state.quoted)"]
        let groups = key.names.map { "\"v\".\($0)" }
        for (index, argument) in arguments.enumerated() where argument.hasValues {
            let terms = (groups + ["\"v\".\"a\(index)\""]).listed
            statements += [
                "DELETE FROM \(values(index).quoted)",
                "INSERT INTO \(values(index).quoted) SELECT \(terms), count(*) FROM (\(rows)) AS \"v\" "
                    + "WHERE \"v\".\"a\(index)\" IS NOT NULL GROUP BY \(terms)",
            ]
        }
        if isGlobal { statements.append(empty) }
        let sums = kept.map { column -> String in
            guard let index = Int(column.name.drop { !$0.isNumber }), column.name.hasPrefix("_d") else {
                return column.sum
            }
            let value = column.name.hasPrefix("_dc") ? "count(*)" : "ifnull(sum(\"m\".\"val\"), 0)"
            return "(SELECT \(value) FROM \(values(index).quoted) AS \"m\" WHERE \(key.equal("m", "v")))"
        }
        let terms = groups + ["sum(\"v\".\"_w\")"] + sums
        let updates = columnNames.dropFirst(self.groups.count).map { "\($0.quoted) = excluded.\($0.quoted)" }
        statements.append(
            "INSERT INTO \(state.quoted) (\(columnNames.quotedList)) SELECT \(terms.listed) FROM (\(rows)) AS \"v\" "
                + "WHERE true GROUP BY \(groups.listed) ON CONFLICT (\(key.conflict)) DO UPDATE SET \(updates.listed)")
        return statements
    }
}
