// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition

extension RowNode {
    /// The node as SQL.
    func program() throws -> Node {
        for branch in branches { try branch.requireKeys() }
        let inserts = try branches.indices.map { try insert($0, into: table.quoted) }
        return Node(
            name: name, view: view, source: source, reads: Set(branches.flatMap(\.sourceNames)),
            objects: objects + (readsFilled ? build : []),
            temporaries: key.table(keys, [], isTemporary: true) + [stagedTable], steps: try steps(),
            apply: [delete] + inserts, stage: try stage(), applyStaged: [delete, Command(sql: insertStaged)],
            clear: [keys, staged].map { "DELETE FROM temp.\($0.quoted)" }, build: build)
    }

    /// The columns beside the key.
    private var others: [Source.Column] { Array(source.columns.dropFirst(keyColumns.count)) }

    private var objects: [String] {
        let more = others.map { "\($0.stored.quoted) \($0.type)" }
        guard isView else { return key.table(table, more) }
        let terms = zip(source.shown, names).map { "\($0.quoted) AS \($1.quoted)" }
        return key.table(table, more) + [
            "CREATE VIEW \(name.quoted) AS SELECT \(terms.listed) FROM \(table.quoted)\(limit?.clause(source) ?? "")"
        ] + (limit?.index(source) ?? [])
    }

    private var stagedTable: String {
        let columns = source.columns.map { "\($0.stored.quoted) \($0.type)" }
        return "CREATE TEMP TABLE \(staged.quoted) (\(columns.listed)) STRICT"
    }

    /// The key of a branch's row as its columns hold it.
    private func keyValues(_ index: Int) -> [String] {
        let own = branches[index].keyValues
        let count = keyColumns.count - (branches.count > 1 ? 1 : 0)
        return (branches.count > 1 ? ["\(index)"] : []) + own + Array(repeating: "0", count: count - own.count)
    }

    private func steps() throws -> [String: Node.Step] {
        var steps: [String: Node.Step] = [:]
        let used = UsedColumns(branches)
        for (index, branch) in branches.enumerated() {
            for source in branch.sourceNames {
                let gatherings = try branch.occurrences(of: source).map { place in
                    Node.Gathering(
                        emit: try BranchSQL(branch: branch, used: used).touch(place).command(
                            "INSERT OR IGNORE INTO temp.\(keys.quoted)", keyValues(index)))
                }
                steps[source, default: Node.Step()].before += gatherings
                if !branch.isLinear(in: source) { steps[source, default: Node.Step()].after += gatherings }
            }
        }
        return steps
    }

    private func values(_ index: Int) -> [String] {
        let outputs = branches[index].outputs.indices.filter { output in
            others.contains { $0.stored == "c\(output)" }
        }
        return keyValues(index) + outputs.map { branches[index].outputs[$0].sql }
    }

    private func insert(_ index: Int, into table: String) throws -> Command {
        let branch = branches[index]
        var terms = branch.keyTerms(in: "_k")
        if branches.count > 1 {
            terms.insert(.infix("=", .column("_k", "_b"), SQLExpression(.literal("\(index)"))), at: 0)
        }
        let join = try BranchSQL(branch: branch).rows(of: keys, as: "_k", by: terms)
        return join.command("INSERT INTO \(table)", values(index))
    }

    private var delete: Command {
        if key.isPlain {
            let names = key.names.listed
            let row = key.columns.count == 1 ? names : "(\(names))"
            return Command(
                sql:
                    "DELETE FROM \(table.quoted)\(key.byKey(of: table)) "
                    + "WHERE \(row) IN (SELECT \(names) FROM temp.\(keys.quoted))"
            )
        }
        return Command(
            sql: "DELETE FROM \(table.quoted) WHERE rowid IN (SELECT \"t\".rowid FROM temp.\(keys.quoted) AS \"k\" "
                + "CROSS JOIN \(table.quoted) AS \"t\" WHERE \(key.equal("t", "k")))")
    }

    /// The new rows, then the changes.
    private func stage() throws -> [Command] {
        let delta = "temp.\(source.delta.quoted)"
        let columns = source.columns.map { "\"t\".\($0.stored.quoted)" }
        return try branches.indices.map { try insert($0, into: "temp.\(staged.quoted)") } + [
            Command(
                sql: "INSERT INTO \(delta) SELECT -1, \(columns.listed) FROM temp.\(keys.quoted) AS \"k\" "
                    + "CROSS JOIN \(table.quoted) AS \"t\" WHERE \(key.equal("t", "k"))"),
            Command(sql: "INSERT INTO \(delta) SELECT 1, * FROM temp.\(staged.quoted)"),
        ]
    }

    private var insertStaged: String { "INSERT INTO \(table.quoted) SELECT * FROM temp.\(staged.quoted)" }

    private var build: [String] {
        ["DELETE FROM \(table.quoted)"]
            + branches.indices.map { index in
                let order = branches[index].keyValues.listed
                return "INSERT INTO \(table.quoted) SELECT \(values(index).listed) "
                    + "FROM \(BranchSQL(branch: branches[index]).all().text) ORDER BY \(order)"
            }
    }
}
