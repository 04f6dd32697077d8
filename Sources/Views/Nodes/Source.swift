// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a branch may read: a table, a history, or the rows of a node, as they are stored.
struct Source: Sendable {
    /// A column.
    struct Column: Sendable {
        /// The name that SELECTs take it by; nil if they cannot.
        var name: String?
        /// Its name where it is stored.
        var stored: String
        /// What it may hold.
        var kinds: StorageKinds
        /// Its declared type in a strict table; `ANY` for what was an expression, so that no affinity is added.
        var type: String
        /// Whether it may be NULL.
        var isNullable: Bool
        /// Whether it was an expression, which SQLite compares by other rules than a column.
        var isComputed = false
        /// What an index on it is made of, where that is an expression.
        var indexed: String?
    }

    /// The relation's or node's name.
    var name: String
    /// The table or view that holds the rows.
    var stored: String
    /// The table below, for indexes; nil if `stored` is one.
    var state: String?
    /// The columns, in the order of its delta table.
    var columns: [Column]
    /// The stored names of the columns that name a row; empty if there are none.
    var key: [String]
    /// The stored names of what SELECTs may take, in the order of its declaration or result.
    var shown: [String]
    /// Whether it keeps no rows (R24).
    var isStream = false
    /// Whether only its first rows are shown (R22).
    var isLimited = false
    /// Whether it has rows though all tables are empty, as a global aggregate has.
    var startsFilled = false
    /// Whether it is a node, whose rows the views keep themselves.
    var isNode = false

    /// The table of its changed rows.
    var delta: String { "_d_" + name }

    /// The table that indexes are made on.
    var table: String { state ?? stored }

    /// The statement that makes the table of changed rows.
    var deltaTable: String {
        let parts = columns.map { "\($0.stored.quoted) \($0.type)" }
        return "CREATE TEMP TABLE \(delta.quoted) (\((["\"_w\" INTEGER"] + parts).listed)) STRICT"
    }

    /// The same with other names for what is shown, in order.
    func renamed(_ names: [String]) -> Source {
        var source = self
        for (stored, name) in zip(shown, names) {
            guard let place = columns.firstIndex(where: { $0.stored == stored }) else { continue }
            source.columns[place].name = name
        }
        return source
    }

    /// The places of shown columns that put rows in one order: the key, or all where the key is not shown (R22).
    var tieBreak: [Int] {
        let places = key.compactMap { shown.firstIndex(of: $0) }
        return places.count == key.count ? places : Array(shown.indices)
    }

    /// A column by its stored name.
    func column(stored name: String) -> Column? { columns.first { $0.stored == name } }

    /// The columns of the key.
    var keyColumns: [Column] { key.compactMap { column(stored: $0) } }
}
