// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

/// A prepared statement; it lives as long as its owner wants and keeps its connection open.
@safe
public final class Statement {
    // Proof of safe: the handle is prepared in init and finalized in deinit, and no call hands it out.

    /// The storage class of a value.
    public enum Kind: Sendable {
        /// NULL.
        case null
        /// A 64-bit integer.
        case integer
        /// A 64-bit floating point number.
        case real
        /// Text.
        case text
        /// Bytes.
        case blob
    }

    /// The connection that it runs on.
    public let connection: Connection
    let handle: OpaquePointer

    init(connection: Connection, sql: String) throws(SQLiteError) {
        var sql = sql
        var prepared: OpaquePointer?
        var rest = 0
        let code = sql.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) { text in
                var tail: UnsafePointer<CChar>?
                let code = unsafe sqlite3_prepare_v3(
                    connection.handle, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT),
                    &prepared, &tail)
                if let tail = unsafe tail, let start = text.baseAddress {
                    rest = unsafe text.count - (tail - start)
                }
                return code
            }
        }
        guard code == SQLITE_OK else { throw connection.error(code, sql: sql) }
        guard let prepared = unsafe prepared else {
            throw SQLiteError(code: SQLITE_ERROR, message: "there is no statement", sql: sql)
        }
        let tail = sql.utf8.suffix(rest).drop { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 || $0 == 0x3b }
        guard tail.isEmpty else {
            unsafe sqlite3_finalize(prepared)
            let offset = sql.utf8.count - tail.count
            throw SQLiteError(code: SQLITE_ERROR, message: "more than one statement", sql: sql, offset: offset)
        }
        self.connection = connection
        unsafe handle = prepared
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// Steps to the next row; false at the end.
    public func step() throws(SQLiteError) -> Bool {
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        let failure = connection.error(code, sql: sql)
        unsafe sqlite3_reset(handle)
        throw failure
    }

    /// Runs a statement that returns no rows, and makes it ready to run again.
    public func run() throws(SQLiteError) {
        while try step() {}
        unsafe sqlite3_reset(handle)
    }

    /// Makes the statement ready to run again; bindings stay.
    public func reset() {
        unsafe sqlite3_reset(handle)
    }

    /// The statement's text.
    public var sql: String { unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? "" }
}
