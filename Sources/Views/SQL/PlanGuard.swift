// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import SQLite

/// Sees that no statement of a node reads a table or a state from end to end, and makes the indexes that it takes.
struct PlanGuard {
    private let scratch: ScratchDatabase
    private let view: String
    /// The statements that make the indexes made so far.
    private(set) var indexes: [String] = []

    init(_ scratch: ScratchDatabase, view: String) {
        self.scratch = scratch
        self.view = view
    }

    /// Looks at all statements of the nodes, whose objects must be there.
    mutating func check(_ nodes: [Node]) throws {
        for node in nodes {
            for command in node.commands { try check(command, of: node) }
        }
        // An index that was made for one statement may have drawn another to it.
        for node in nodes {
            for command in node.commands {
                if let line = try fault(command, node) { throw refusal(command, line) }
            }
        }
    }

    private mutating func check(_ command: Command, of node: Node) throws {
        var tried: Set<String> = []
        while let line = try fault(command, node) {
            let name = Self.subject(line)
            let seek = command.seeks.first { seek in
                (seek.item.alias == name || seek.item.source.table == name) && !seek.columns.isEmpty
                    && !tried.contains(seek.item.alias)
            }
            guard let seek else { throw refusal(command, line) }
            tried.insert(seek.item.alias)
            let terms = seek.columns.map { seek.item.source.column(stored: $0)?.indexed ?? $0.quoted }
            let index =
                "CREATE INDEX \("\(view)__x\(indexes.count + 1)".quoted) "
                + "ON \(seek.item.source.table.quoted) (\(terms.listed))"
            try scratch.execute([index])
            indexes.append(index)
        }
    }

    /// The first line of a statement's plan that must not stand there.
    private func fault(_ command: Command, _ node: Node) throws -> String? {
        try scratch.plan(of: command.sql).first { line in
            let name = Self.subject(line)
            if line.contains("AUTOMATIC") { return true }
            // The rows of a window function: what makes them has lines of its own.
            if name.hasPrefix("(subquery") || name.hasPrefix("subquery-") { return false }
            guard line.hasPrefix("SCAN ") || line.hasPrefix("MATERIALIZE ") else { return false }
            return !command.scans.contains(name) && !node.temporaryNames.contains(name)
                && !line.hasSuffix("CONSTANT ROW")
        }
    }

    private func refusal(_ command: Command, _ line: String) -> SelectFault {
        let name = Self.subject(line)
        let item = command.seeks.first { $0.item.alias == name || $0.item.source.table == name }?.item
        return SelectFault(
            .needsIndex, at: item?.offset ?? 0,
            "\(item?.alias ?? name) would be read from end to end with each change (\(line))",
            hint: "join it by equalities of columns of one type; CAST(… AS INTEGER) gives an expression a type")
    }

    /// What a line of a plan is about: the word behind the first.
    private static func subject(_ line: String) -> String {
        let words = line.split(separator: " ", maxSplits: 2)
        let name = words.count > 1 ? words[1] : ""
        return String(name.hasPrefix("temp.") ? name.dropFirst("temp.".count) : name)
    }
}
