// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What the admin address tells of a new generation compared with the live one.
struct ProofReport: Decodable, Sendable {
    /// A table, history or view.
    struct Relation: Decodable, Sendable {
        var name: String
        var liveRows: Int64
        var rows: Int64
        var missing: Int64
        var extra: Int64
        var changed: Int64
        var leftOut: Int64
        var muchSmaller: Bool
        var notCompared: String?
        var examples: [Row]

        var differences: Int64 { missing + extra + changed }
    }

    /// A row that differs.
    struct Row: Decodable, Sendable {
        var difference: String
        var key: [Column]
        var columns: [Column]
    }

    /// A column's values; nil is NULL, or no row.
    struct Column: Decodable, Sendable {
        var name: String
        var old: String?
        var new: String?
    }

    /// Held keys, the first of them as a list.
    struct HeldKeys: Decodable, Sendable {
        var count: Int64
        var first: [Held]
    }

    /// A held key.
    struct Held: Decodable, Sendable {
        var key: String?
        var record: String
        var code: String
    }

    var differences: Int64
    var relations: [Relation]
    var heldAnew: HeldKeys
    var leftOutKeys: HeldKeys

    /// Whether there is more to tell than that all is the same.
    var needsTelling: Bool {
        differences > 0 || leftOutKeys.count > 0 || relations.contains { $0.notCompared != nil || $0.leftOut > 0 }
    }

    /// What differs, and what was not compared, as people read it; empty if there is neither.
    var text: String {
        relations.map(Self.line).joined() + table + Self.lines(heldAnew, "held anew")
            + Self.lines(leftOutKeys, "left out, since it is held")
    }

    private static func line(_ relation: Relation) -> String {
        let name = Printable.text(relation.name)
        if let reason = relation.notCompared { return "\(name): not compared: \(Printable.text(reason))\n" }
        let rows = "\(Figures.count(relation.rows)) \(relation.rows == 1 ? "row" : "rows")"
        let left = relation.leftOut > 0 ? ", \(Figures.count(relation.leftOut)) left out" : ""
        guard relation.differences > 0 else { return "\(name): \(rows), the same\(left)\n" }
        let counts = [(relation.missing, "missing"), (relation.extra, "extra"), (relation.changed, "changed")]
        let told = counts.filter { $0.0 > 0 }.map { "\(Figures.count($0.0)) \($0.1)" }.joined(separator: ", ")
        return "\(name): \(rows), live \(Figures.count(relation.liveRows)): \(told)\(left)\n"
    }

    /// The first differing rows, one line a column.
    private var table: String {
        var table = TextTable(titles: ["TABLE", "KEY", "COLUMN", "OLD", "NEW"])
        for relation in relations {
            for row in relation.examples {
                let key = row.key.map { $0.old ?? $0.new ?? "NULL" }.joined(separator: ", ")
                table.rows += Self.rows(row).map { [relation.name, key] + $0 }
            }
        }
        return table.rows.isEmpty ? "" : table.text
    }

    /// Column, old and new value; a row that one side has alone takes one line.
    private static func rows(_ row: Row) -> [[String]] {
        if row.difference == "changed" { return row.columns.map { [$0.name, $0.old ?? "NULL", $0.new ?? "NULL"] } }
        let isMissing = row.difference == "missing"
        let values = row.columns.map { "\($0.name)=\((isMissing ? $0.old : $0.new) ?? "NULL")" }.joined(separator: " ")
        return [isMissing ? ["", values, "(no row)"] : ["", "(no row)", values]]
    }

    private static func lines(_ keys: HeldKeys, _ what: String) -> String {
        keys.first.map { held in
            let key = held.key.map { "key \(Printable.text($0))" } ?? "a record without a key"
            return "\(key) \(what): \(held.record), \(held.code)\n"
        }.joined()
    }
}
