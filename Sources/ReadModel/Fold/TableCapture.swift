// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import SQLite

/// What is captured of a table: its rows, its history, or both.
struct TableCapture {
    let rows: RowCapture?
    let history: HistoryCapture?

    /// Nil if nothing of the table is followed.
    init?(_ table: Table, follower: any TableFollower, connection: Connection) throws(SQLiteError) {
        rows = try RowCapture(table, follower: follower, connection: connection)
        history = table.hasHistory ? try HistoryCapture(table, follower: follower, connection: connection) : nil
        if rows == nil, history == nil { return nil }
    }
}
