// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

extension RebuildRefusal {
    /// How many rows the message itself tells of.
    private static let rowsTold = 3

    /// Rows that should be the same differ (R28).
    init(differing proof: Proof, _ projection: String) {
        var counts = proof.differing.map { relation in
            let parts = [(relation.missing, "missing"), (relation.extra, "extra"), (relation.changed, "changed")]
            return "\(relation.name) has " + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        }
        if proof.heldAnew.count > 0 {
            let first = proof.heldAnew.first.first.map { ", the first at \($0.place) (\($0.code))" } ?? ""
            counts.append("\(proof.heldAnew.count) keys are held that the live generation applied" + first)
        }
        let rows = proof.differing.flatMap { relation in relation.examples.map { "\(relation.name) \($0.line)" } }
        let told = rows.isEmpty ? "" : "; first " + rows.prefix(Self.rowsTold).joined(separator: "; ")
        let flags = "--accept-differences" + (proof.smaller.isEmpty ? "" : " --allow-smaller")
        self.init(
            .differs, "the log gives other rows than the live generation's: " + counts.joined(separator: "; ") + told,
            hint: "both generations are kept; find out why, then projectord rebuild \(projection) \(flags) lets the "
                + "new one go live")
    }

    /// A table would lose most of its rows.
    init(smaller proof: Proof, _ projection: String) {
        let tables = proof.smaller.map { "\($0.name) would have \($0.rows) rows instead of \($0.liveRows)" }
        self.init(
            .muchSmaller, tables.joined(separator: "; "),
            hint: "if that is right: projectord rebuild \(projection) --allow-smaller")
    }
}

extension Proof.RowDifference {
    /// The row in one line: its key, and what each column was and is.
    var line: String {
        let key = key.map { $0.old ?? $0.new ?? "NULL" }.joined(separator: ", ")
        switch kind {
        case .missing: return "\(key): missing"
        case .extra: return "\(key): extra"
        case .changed:
            let changes = columns.map { "\($0.name) was \($0.old ?? "NULL"), is \($0.new ?? "NULL")" }
            return "\(key): " + changes.joined(separator: "; ")
        }
    }
}
