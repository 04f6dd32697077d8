// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// One source file with its code and its comments apart.
struct SourceFile: Sendable {
    /// The path from the repository's root.
    let path: String
    /// The whole text, line by line.
    let lines: [String]
    /// The code alone: comments and string literals are blanks, every line has its number, and all is ASCII.
    let code: String
    /// The comments alone, likewise.
    let comments: String

    init(path: String) {
        self.init(path: path, text: SourceTree.text(path) ?? "")
    }

    init(path: String, text: String) {
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
        (code, comments) = SourceMask.split(text)
    }

    /// The room the file is of: the folder under `Sources` or `Tests`.
    var room: String {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? String(parts[1]) : ""
    }

    /// The lines of the code that match, as `path:line: what`.
    func places(of pattern: String, in part: KeyPath<SourceFile, String>, what: String) -> [String] {
        self[keyPath: part].matches(of: pattern).map { "\(path):\($0.line): \(what)" }
    }
}
