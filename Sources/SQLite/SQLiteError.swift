// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

/// A call that SQLite refused, with its own words.
public struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// What a caller does about an error.
    public enum Kind: Sendable {
        /// Another connection holds a lock: try again.
        case busy
        /// The disk or the quota is full; SQLite has rolled the transaction back by itself.
        case full
        /// What was written may not have reached the disk, and nothing tells how much of it: a later sync says that all
        /// is well though it is not.
        case unsynced
        /// Reading or writing the file failed; the file may be damaged.
        case io
        /// The file is damaged or no database.
        case corrupt
        /// The statement was stopped by its budget or by `interrupt`.
        case interrupted
        /// The authorizer refused the statement.
        case forbidden
        /// A value does not fit its column, or a key stands twice.
        case constraint
        /// Everything else: mostly the statement's own fault.
        case other
    }

    // SQLite's header has these as sums, which Swift does not see.
    static let fsync = SQLITE_IOERR | 4 << 8
    static let folderFsync = SQLITE_IOERR | 5 << 8
    static let indexSize = SQLITE_IOERR | 19 << 8

    /// SQLite's extended result code.
    public var code: Int32
    /// SQLite's message; lower case mostly, no period.
    public var message: String
    /// The statement, where there is one; it holds no values.
    public var sql: String?
    /// Where in the statement, in bytes from its start; nil if SQLite does not say.
    public var offset: Int?

    /// The primary result code.
    public var primaryCode: Int32 { code & 0xff }

    /// The system's error number of an `io` error, where SQLite kept it.
    public var systemNumber: Int32 = 0

    /// Makes an error.
    public init(code: Int32, message: String, sql: String? = nil, offset: Int? = nil, systemNumber: Int32 = 0) {
        self.code = code
        self.message = message
        self.sql = sql
        self.offset = offset
        self.systemNumber = systemNumber
    }

    /// What to do about it.
    public var kind: Kind {
        switch code {
        case SQLiteError.fsync, SQLiteError.folderFsync: return .unsynced
        // What a full disk gives when SQLite makes or grows the index of its log, at an open say.
        case SQLiteError.indexSize: return .full
        default: break
        }
        if primaryCode == SQLITE_IOERR || primaryCode == SQLITE_CANTOPEN, FileError.isFull(systemNumber) {
            return .full
        }
        return switch primaryCode {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_IOERR, SQLITE_CANTOPEN: .io
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_INTERRUPT: .interrupted
        case SQLITE_AUTH: .forbidden
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH: .constraint
        default: .other
        }
    }

    /// The message with its code, for logs.
    public var description: String { "\(message) (SQLite \(code))" }
}
