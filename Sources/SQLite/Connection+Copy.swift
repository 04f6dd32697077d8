// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

extension Connection {
    /// How many pages are copied before it is asked whether to go on: 32 MB of pages of 8 KiB, 50 ms of work.
    static let pagesPerStep: Int32 = 4_096

    /// Copies the database into that of another connection, which must be empty; false if `isCancelled` ended it.
    ///
    /// The copy is page by page and of one moment: the snapshot of this connection's open transaction, which is begun
    /// here if there is none. Writers go on meanwhile, but their log cannot be emptied past that moment.
    public func copy(to target: Connection, unless isCancelled: () -> Bool) throws(SQLiteError) -> Bool {
        let isInside = isInTransaction
        if !isInside { try execute("BEGIN") }
        defer { if !isInside { try? execute("COMMIT") } }
        _ = try integer("SELECT count(*) FROM sqlite_schema")
        guard let backup = unsafe sqlite3_backup_init(target.handle, "main", handle, "main") else {
            throw target.error(SQLITE_ERROR)
        }
        var code = SQLITE_OK
        var goesOn = true
        while goesOn, code == SQLITE_OK {
            code = unsafe sqlite3_backup_step(backup, Connection.pagesPerStep)
            goesOn = !isCancelled()
        }
        let end = unsafe sqlite3_backup_finish(backup)
        if code == SQLITE_DONE, end == SQLITE_OK { return true }
        if code == SQLITE_OK { return false }
        throw target.error(end == SQLITE_OK ? code : end)
    }
}
