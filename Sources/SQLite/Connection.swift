// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

/// One SQLite connection, used by one thread at a time.
///
/// Statements keep their connection alive, so it is closed after the last of them is gone. Only `interrupt` may be
/// called from another thread.
@safe
public final class Connection: @unchecked Sendable {
    // Proof of Sendable: SQLite is opened in multi-thread mode, where a connection may move between threads as long as
    // two never use it at once; owners hand it over through a lock or keep it. `interrupt` is documented as
    // thread-safe. Proof of safe: the handle is opened in init and closed in deinit, and no call hands it out.

    /// How a database is opened.
    public enum Mode: Sendable {
        /// Created if it is not there.
        case readWrite
        /// Never changed through this connection.
        case readOnly
        /// In memory, private to this connection; the path is ignored.
        case memory
    }

    /// How long a call waits for another connection's lock by default, in milliseconds.
    public static let busyTimeoutMs: Int32 = 5_000

    let handle: OpaquePointer
    var authorizer: Authorizer?
    let guardian = StepGuard()

    private static let configured: Int32 = csqlite_configure()

    /// Opens a database.
    public init(path: String, mode: Mode, busyTimeoutMs: Int32 = Connection.busyTimeoutMs) throws(SQLiteError) {
        guard Connection.configured == SQLITE_OK else {
            throw SQLiteError(code: Connection.configured, message: "sqlite could not be configured")
        }
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        switch mode {
        case .readWrite: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .readOnly: flags |= SQLITE_OPEN_READONLY
        case .memory: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
        }
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(mode == .memory ? ":memory:" : path, &opened, flags, nil)
        guard let opened = unsafe opened, code == SQLITE_OK else {
            let message = unsafe String(cString: sqlite3_errstr(code))
            let number = unsafe sqlite3_system_errno(opened)
            unsafe sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: "\(path): \(message)", systemNumber: number)
        }
        unsafe handle = opened
        unsafe sqlite3_busy_timeout(handle, busyTimeoutMs)
    }

    deinit {
        unsafe sqlite3_close_v2(handle)
    }

    /// Runs statements that return no rows.
    public func execute(_ sql: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql: sql) }
    }

    /// Prepares one statement that will run many times.
    public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        try Statement(connection: self, sql: sql)
    }

    /// The first column of the first row, as an integer; nil if there is no row or it is NULL.
    public func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        guard try statement.step(), statement.kind(0) != .null else { return nil }
        return statement.integer(0)
    }

    /// The first column of the first row, as text; nil if there is no row or it is NULL.
    public func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try prepare(sql)
        guard try statement.step(), statement.kind(0) != .null else { return nil }
        return statement.text(0)
    }

    /// What is wrong with the file, as far as a look at each page tells; nil if nothing is found.
    ///
    /// It reads the whole file: 0.36 s of 192 MB. Damage inside a value is not found.
    public func quickCheck() throws(SQLiteError) -> String? {
        let found = try text("PRAGMA quick_check(1)")
        return found == "ok" ? nil : found ?? "no answer"
    }

    /// The rows that the last statement inserted, changed or deleted.
    public var changes: Int64 { unsafe sqlite3_changes64(handle) }

    /// Whether a transaction is open; false after an error means that SQLite has rolled it back by itself.
    public var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Stops what this connection is running; from any thread.
    public func interrupt() {
        unsafe sqlite3_interrupt(handle)
    }

    func error(_ code: Int32, sql: String? = nil) -> SQLiteError {
        let offset = unsafe sqlite3_error_offset(handle)
        return SQLiteError(
            code: code, message: unsafe String(cString: sqlite3_errmsg(handle)), sql: sql,
            offset: offset < 0 ? nil : Int(offset), systemNumber: unsafe sqlite3_system_errno(handle))
    }
}
