// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

@testable import Views

@Suite("Planted errors")
struct ViewFlawTests {
    /// What is done wrong, each an error that somebody has made before.
    private static let flaws: [(name: String, flaw: Flaw)] = [
        ("all rows are written before the first delta", Flaw(writesFirst: true)),
        ("nothing is done after rows are written", Flaw(forgetsAfter: true)),
        ("a row that two changes touch counts twice", Flaw { touchingTwice($0) }),
        ("= where a key may be NULL", .replacing("\" IS \"", "\" = \"")),
        ("rows are added that should be taken away", .replacing("SELECT -1, \"", "SELECT 1, \"")),
        (
            "a row is taken away for its old image, and its new one is not added",
            .replacing("SELECT 1, \"", "SELECT 0, \"")
        ),
        ("what must be absent must be there", .replacing("NOT EXISTS", "EXISTS")),
        ("an empty group stays", .replacing("WHERE \"_n\" <= 0", "WHERE \"_n\" < 0")),
        ("a value that is gone is still counted", .replacing("\"n\" = 0 THEN -1", "\"n\" = 0 THEN 0")),
        ("a row without a match is lost", .replacing(" LEFT JOIN ", " JOIN ")),
        ("the largest for the least", .replacing("\"val\" ASC", "\"val\" DESC")),
        ("the largest for the least of a table", .replacing("\" ASC LIMIT 1)", "\" DESC LIMIT 1)")),
        ("NULL is counted", .replacing(" IS NULL, 0, ", " IS NULL, \"v\".\"_w\", ")),
        ("stored rows are not deleted before they are inserted", .replacing("__t\" WHERE ", "__t\" WHERE false AND ")),
        ("a group is replaced by its change", .replacing("\"_n\" + excluded.\"_n\"", "excluded.\"_n\"")),
        ("an ended group is still read by other views", .replacing("\"_n\" > 0", "true")),
        ("a change of a used column is left out", .replacing("\"_o\".\"amt\" IS \"o\".\"amt\"", "true")),
        ("the last rows of a partition for the first", .replacing("DESC, \"_x\"", "ASC, \"_x\"")),
        ("one row too few of a partition", .replacing(" LIMIT 2)", " LIMIT 1)")),
        ("rows of a partition that went stay", .replacing("\"_w\" < 0 AND", "\"_w\" < -1 AND")),
        ("a dimension without facts counts no row", .replacing("\", 1)", "\", 0)")),
        ("equal rows are built as one", .replacing(" UNION ALL ", " UNION ", builds: true)),
        ("groups are built without their rows' number", .replacing("count(*) FROM (", "1 FROM (", builds: true)),
    ]

    /// Takes the keys away from the tables of touched keys.
    private static func touchingTwice(_ sql: String) -> String {
        guard sql.hasPrefix("CREATE TEMP TABLE"), sql.contains("__p") else {
            let isTouched = sql.hasPrefix("INSERT OR IGNORE INTO temp.") && sql.contains("__p")
            return isTouched ? "INSERT" + sql.dropFirst("INSERT OR IGNORE".count) : sql
        }
        let parts = sql.split(separator: ", PRIMARY KEY")
        return parts.count > 1
            ? parts[0] + ") STRICT" : sql.split(separator: " INTEGER PRIMARY KEY").joined(separator: " INTEGER")
    }

    @Test("each planted error is noticed", arguments: flaws.indices)
    func noticed(index: Int) throws {
        let (name, flaw) = Self.flaws[index]
        let program = flaw.applied(to: try Self.program.get())
        for seed in 0..<UInt64(8) {
            let result = try ViewFuzz(program: program, flaw: flaw).run(seed: seed, steps: 40)
            if result.failure != nil { return }
        }
        Issue.record("\(name): not noticed")
    }

    private static let program = Result { try HandViews.compiled() }
}
