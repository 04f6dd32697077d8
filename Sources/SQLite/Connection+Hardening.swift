// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

extension Connection {
    /// The longest text, blob or row that a hardened connection makes, in bytes.
    public static let lengthMax: Int32 = 1_000_000

    /// Makes the connection fit to run a user's SELECTs; an authorizer does the rest.
    ///
    /// No ATTACH, no writing of the schema, double quotes are names, and limits on lengths, depth and program size.
    public func harden() {
        for (option, on) in [
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
            (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
        ] {
            unsafe _ = csqlite_db_config(handle, Int32(option), Int32(on))
        }
        for (limit, value) in [
            (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LENGTH, Connection.lengthMax), (SQLITE_LIMIT_EXPR_DEPTH, 50),
            (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50), (SQLITE_LIMIT_VDBE_OP, 25_000),
        ] {
            unsafe _ = sqlite3_limit(handle, Int32(limit), value)
        }
    }

    /// SQLite's version, such as `3.40.1`.
    public static var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }
}
