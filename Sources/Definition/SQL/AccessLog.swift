// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import SQLite

/// Decides what a statement may do, and remembers what it read and what it was denied.
final class AccessLog {
    /// The functions that it may call, in lower case.
    private let functions: Set<String>
    /// The columns that it may read of each table, all in lower case.
    private let tables: [String: Set<String>]
    /// The first thing that was denied since `clear`.
    private(set) var denied: Access?
    /// The tables that were read since `clear`, in lower case.
    private(set) var tablesRead: Set<String> = []

    init(functions: Set<String>, tables: [String: Set<String>]) {
        self.functions = functions
        self.tables = tables
    }

    /// Forgets what was noted.
    func clear() {
        denied = nil
        tablesRead = []
    }

    /// Whether a statement may do that.
    func allows(_ access: Access) -> Bool {
        let isAllowed =
            switch access {
            case .select: true
            case .function(let name): functions.contains(SQLName.folded(name))
            case .read(let table, let column, _): allowsReading(SQLName.folded(table), SQLName.folded(column))
            case .recursive, .other: false
            }
        if !isAllowed, denied == nil { denied = access }
        return isAllowed
    }

    private func allowsReading(_ table: String, _ column: String) -> Bool {
        guard let columns = tables[table] else { return false }
        tablesRead.insert(table)
        return column.isEmpty || columns.contains(column)
    }

    /// Where a function's name stands first in a text; its start if it is called without its name.
    static func place(of function: String, in source: SQLText) -> Place {
        for dialect in [SQLTokenizer.Dialect.expression, .query] {
            guard let tokens = try? SQLTokenizer.tokens(source.text, dialect) else { continue }
            if let token = tokens.first(where: { $0.isWord(function) }) { return source.place(at: token.offset) }
        }
        return source.place
    }
}
