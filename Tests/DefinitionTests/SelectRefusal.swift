// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import Foundation

/// A SELECT that is refused, and what its hint makes of it.
struct SelectRefusal: CustomStringConvertible, Sendable {
    var code: DiagnosticCode
    /// The SELECT; the term that is refused stands between `«` and `»`.
    var marked: String
    /// The whole hint.
    var hint: String
    /// What to read in its place, by hand, where the hint holds no SQL: all of it, or what stands for the term.
    var byHand: String?

    var sql: String { marked.replacing("«", with: "").replacing("»", with: "") }
    var description: String { sql }
    /// Where the term starts, in bytes.
    var offset: Int { marked.utf8.count - "«".utf8.count - (parts.last?.utf8.count ?? 0) }

    private var parts: [Substring] { marked.split(separator: "«", maxSplits: 1, omittingEmptySubsequences: false) }

    /// The SQL that the hint holds for the term's place; nil if it holds none.
    var sqlOfHint: String? {
        if hint.hasPrefix("did you mean '") { return hint.split(separator: "'")[1].description }
        guard hint.hasPrefix("write ") else { return nil }
        let rest = hint.dropFirst(6).components(separatedBy: ", there and ")[0]
        return rest.components(separatedBy: ", or ")[0]
    }

    /// The SELECT as its hint says.
    var rewritten: String {
        if let byHand, byHand.hasPrefix("SELECT") || byHand.hasPrefix("WITH") { return byHand }
        var start = String(parts[0])
        let rest = parts[1].components(separatedBy: "»")
        let rewrite = byHand ?? sqlOfHint ?? ""
        if hint.hasSuffix(", there and where it is shown") {
            start = start.replacing(" \(rest[0]),", with: " \(rewrite) AS \(rest[0]),")
        }
        return start + rewrite + rest[1]
    }

    /// Reads samples: `code: hint`, then for each `- SELECT` with maybe `+ rewrite`.
    static func read(_ text: String) -> [SelectRefusal] {
        var samples: [SelectRefusal] = []
        var (code, hint) = ("", "")
        for line in text.split(separator: "\n") {
            if line.hasPrefix("- ") {
                let found = DiagnosticCode(rawValue: code) ?? .notYAML
                samples.append(SelectRefusal(code: found, marked: String(line.dropFirst(2)), hint: hint))
            } else if line.hasPrefix("+ ") {
                samples[samples.count - 1].byHand = String(line.dropFirst(2))
            } else {
                let parts = line.components(separatedBy: ": ")
                (code, hint) = (parts[0], parts.dropFirst().joined(separator: ": "))
            }
        }
        return samples
    }
}
