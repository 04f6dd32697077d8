// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite

/// The delta table of one followed relation: whatever is put in is told around the write that does it.
final class DeltaTable {
    let relation: String
    /// The table's name in `temp`, quoted.
    let name: String
    private let table: String
    private let follower: any TableFollower
    /// The rows in it.
    var rowCount = 0

    /// Nil if the relation is not followed.
    init?(_ relation: String, of follower: any TableFollower) {
        guard let table = follower.deltaTable(of: relation) else { return nil }
        self.relation = relation
        self.table = table
        name = "temp.\"\(table)\""
        self.follower = follower
    }

    /// Whether the follower wants a column that is ours.
    func hasColumn(_ column: String, _ connection: Connection) throws(SQLiteError) -> Bool {
        let info = try connection.prepare("SELECT 1 FROM pragma_table_info(?1, 'temp') WHERE name = ?2")
        info.bind(1, table)
        info.bind(2, column)
        return try info.step()
    }

    /// Writes the rows that the delta tells of, and says so before and after; without a delta, nothing is said.
    func around<Result>(_ write: () throws -> Result) throws -> Result {
        guard rowCount > 0 else { return try write() }
        rowCount = 0
        try follower.willWrite(relation)
        let result = try write()
        try follower.didWrite(relation)
        return result
    }

    /// Puts in what an INSERT of prepared rows finds.
    func take(_ insert: Statement) throws(SQLiteError) {
        try insert.run()
        rowCount += Int(insert.connection.changes)
    }
}
