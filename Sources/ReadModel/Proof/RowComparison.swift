// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import SQLite

/// Compares one relation of a pair of generations on their snapshots.
///
/// Digests tell whether it differs at all; only then are the rows walked, in the order of the key.
struct RowComparison {
    private let connection: Connection
    private let relation: ProofRelation
    /// Whether only keys count that differed at an earlier comparison too.
    private let isAgain: Bool

    init(_ pair: GenerationPair, _ relation: ProofRelation, isAgain: Bool) {
        connection = pair.connection
        self.relation = relation
        self.isAgain = isAgain
    }

    /// The counts of both sides; true if the digests are the same.
    func digest(into found: inout Proof.Relation) throws(SQLiteError) -> Bool {
        let live = try digest(of: .live)
        let new = try digest(of: .new)
        (found.liveRows, found.rows) = (live.rows, new.rows)
        return live == new
    }

    private struct Digest: Equatable {
        var rows: Int64
        var sum: [UInt8]
    }

    private func digest(of side: GenerationPair.Side) throws(SQLiteError) -> Digest {
        let statement = try connection.prepare(
            "SELECT count(*), _digest(\(list(relation.columns))) FROM \(side.name(relation.name))")
        guard try statement.step() else { return Digest(rows: 0, sum: []) }
        return Digest(rows: statement.integer(0), sum: statement.blob(1))
    }

    /// Finds the rows that differ.
    func walk(into found: inout Proof.Relation) throws(SQLiteError) {
        if relation.keyCount == 0 {
            try walkBags(&found)
        } else {
            try walkKeys(&found)
        }
    }

    // MARK: - Rows with a key

    private var key: ArraySlice<ProofRelation.Column> { relation.columns.prefix(relation.keyCount) }

    /// What is asked of each differing row first: is it left out, did it differ before, and its key's hash.
    private func marks(_ side: String) -> String {
        let name = relation.name
        let left = relation.columns.prefix(relation.recordKeyCount)
        let isLeft =
            left.isEmpty
            ? "0" : "(SELECT 1 FROM temp._left_out WHERE relation = '\(name)' AND hash = _hash(\(list(left, side))))"
        let hash = "_hash(\(list(key, side)))"
        return "\(isLeft), (SELECT 1 FROM temp._seen WHERE relation = '\(name)' AND hash = \(hash)), \(hash)"
    }

    private func walkKeys(_ found: inout Proof.Relation) throws(SQLiteError) {
        let (live, new) = (GenerationPair.Side.live.name(relation.name), GenerationPair.Side.new.name(relation.name))
        let isSame = key.map { "o.\(quoted($0)) = n.\(quoted($0))" }.joined(separator: " AND ")
        let all = relation.columns
        let absent = "n.\(quoted(all[0])) IS NULL"
        let changed = try connection.prepare(
            """
            SELECT \(marks("o")), \(absent), \(list(all, "o")), \(list(all, "n")) FROM \(live) AS o
            LEFT JOIN \(new) AS n ON \(isSame)
            WHERE \(absent) OR _hash(\(list(all, "o"))) <> _hash(\(list(all, "n"))) ORDER BY \(list(key, "o"))
            """)
        let first = Int32(RowComparison.markCount + 1)
        let count = Int32(all.count)
        try take(changed, &found) { row in
            if row.integer(Int32(RowComparison.markCount)) == 1 {
                return (.missing, first, nil)
            }
            return (.changed, first, first + count)
        }
        let extra = try connection.prepare(
            """
            SELECT \(marks("n")), \(list(all, "n")) FROM \(new) AS n
            WHERE NOT EXISTS (SELECT 1 FROM \(live) AS o WHERE \(isSame)) ORDER BY \(list(key, "n"))
            """)
        try take(extra, &found) { _ in (.extra, nil, Int32(RowComparison.markCount)) }
    }

    // MARK: - Rows without a key

    /// Rows that only all their columns tell apart: each as often as the one side has it more than the other.
    private func walkBags(_ found: inout Proof.Relation) throws(SQLiteError) {
        let all = relation.columns
        let sides = [(GenerationPair.Side.live, "1"), (.new, "-1")].map { side, weight in
            "SELECT \(weight) AS w, \(list(all)), _hash(\(list(all))) AS h FROM \(side.name(relation.name))"
        }
        let seen = "(SELECT 1 FROM temp._seen WHERE relation = '\(relation.name)' AND hash = h)"
        let statement = try connection.prepare(
            """
            SELECT 0, \(seen), h, sum(w), \(list(all)) FROM (\(sides.joined(separator: " UNION ALL ")))
            GROUP BY \(list(all)), h HAVING sum(w) <> 0
            """)
        let (weight, first) = (Int32(RowComparison.markCount), Int32(RowComparison.markCount + 1))
        try take(statement, &found) { row in
            row.integer(weight) > 0 ? (.missing, first, nil) : (.extra, nil, first)
        }
    }

    // MARK: - What was found

    /// The columns of `marks`.
    private static let markCount = 3

    /// Counts differing rows and keeps the first; `read` tells how one differs, and where its old and new values begin.
    private func take(
        _ statement: Statement, _ found: inout Proof.Relation,
        _ read: (Statement) -> (Proof.RowDifference.Kind, old: Int32?, new: Int32?)
    ) throws(SQLiteError) {
        let note =
            relation.isCompacted && !isAgain
            ? try connection.prepare("INSERT OR IGNORE INTO temp._seen VALUES (?1, ?2)") : nil
        while try statement.step() {
            if statement.kind(0) != .null, statement.integer(0) == 1 {
                found.leftOut += 1
                continue
            }
            if isAgain, statement.kind(1) == .null { continue }
            if let note {
                note.bind(1, relation.name)
                note.bind(2, blob: statement.blob(2))
                try note.run()
            }
            let (kind, old, new) = read(statement)
            let count = relation.keyCount == 0 ? abs(statement.integer(Int32(RowComparison.markCount))) : 1
            switch kind {
            case .missing: found.missing += count
            case .extra: found.extra += count
            case .changed: found.changed += count
            }
            guard found.examples.count < Proof.examplesMax else { continue }
            found.examples.append(difference(kind, statement, old: old, new: new))
        }
    }

    private func difference(
        _ kind: Proof.RowDifference.Kind, _ row: Statement, old: Int32?, new: Int32?
    ) -> Proof.RowDifference {
        var difference = Proof.RowDifference(kind: kind, key: [], columns: [])
        for (index, column) in relation.columns.enumerated() {
            let place = Int32(index)
            let value = Proof.RowDifference.Column(
                name: column.name, old: old.map { ValueShown.text(row, $0 + place, column.type) } ?? nil,
                new: new.map { ValueShown.text(row, $0 + place, column.type) } ?? nil)
            if index < relation.keyCount {
                difference.key.append(value)
            } else if kind != .changed || !ValueShown.areSame(row, (old ?? 0) + place, (new ?? 0) + place) {
                difference.columns.append(value)
            }
        }
        return difference
    }

    // MARK: - SQL

    private func quoted(_ column: ProofRelation.Column) -> String { "\"\(column.name)\"" }

    private func list(_ columns: some Sequence<ProofRelation.Column>, _ side: String? = nil) -> String {
        columns.map { (side.map { $0 + "." } ?? "") + quoted($0) }.joined(separator: ", ")
    }
}
