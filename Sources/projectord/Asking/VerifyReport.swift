// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// What the admin address tells of views compared with their SELECTs.
struct VerifyReport: Decodable, Sendable {
    /// One view.
    struct View: Decodable, Sendable {
        var name: String
        var failure: String?
        /// The table that it reads and that keeps no rows.
        var keepsNoRows: String?
        /// How many keys were compared; nil if all.
        var keys: Int64?
        var rows: Int64
        var missing: Int64
        var extra: Int64
        var examples: [String]

        private enum CodingKeys: String, CodingKey {
            case name, failure, keys, rows, missing, extra, examples
            case keepsNoRows = "keeps_no_rows"
        }

        /// Whether the view is what its SELECT gives.
        var isRight: Bool { failure == nil && missing == 0 && extra == 0 }
    }

    var projection: String
    var generation: Int
    /// What chose the keys that were compared; nil if all were.
    var seed: UInt64?
    var views: [View]

    /// Reads the page `/admin/v1/{projection}/verify`.
    static func read(_ answer: AdminClient.Answer) throws(CommandError) -> VerifyReport {
        guard answer.status == 200 else {
            let problem = ProblemReport.read(answer)
            throw CommandError(problem.exitCode, "\(problem.title): \(problem.detail)", hint: problem.hint)
        }
        guard let report = try? JSONDecoder().decode(VerifyReport.self, from: answer.body) else {
            throw CommandError(.unreachable, "what answers at the admin address is no projectord of this version")
        }
        return report
    }

    /// The report as people read it.
    var text: String {
        if views.isEmpty { return "\(Printable.text(projection)) has no views\n" }
        let sampled = seed.map { "some keys of each view, --seed \($0) chooses the same\n" } ?? ""
        return sampled
            + views.map { view in
                let name = Printable.text(view.name)
                if let failure = view.failure { return "\(name): not kept: \(Printable.text(failure))\n" }
                let rows = "\(Figures.count(view.rows)) \(view.rows == 1 ? "row" : "rows")"
                if let table = view.keepsNoRows {
                    return "\(name): \(rows), not compared: \(Printable.text(table)) keeps no rows\n"
                }
                if let keys = view.keys, view.isRight {
                    return "\(name): \(rows), those of \(Figures.count(keys)) keys as its SELECT gives them\n"
                }
                if view.isRight { return "\(name): \(rows), as its SELECT gives them\n" }
                let counts = "\(Figures.count(view.missing)) missing, \(Figures.count(view.extra)) extra"
                return "\(name): \(rows), \(counts)\n" + view.examples.map { "  \(Printable.text($0))\n" }.joined()
            }.joined()
    }
}
