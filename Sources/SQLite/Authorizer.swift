// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CSQLite

/// What a statement wants to do, as SQLite's compiler asks it.
public enum Access: Hashable, Sendable {
    /// To be a SELECT.
    case select
    /// To read a column; `through` is the view or trigger that reads it, `column` is empty if only rows are counted.
    case read(table: String, column: String, through: String?)
    /// To call a function.
    case function(String)
    /// To be a recursive common table expression.
    case recursive
    /// Anything else, by SQLite's action code: writing, ATTACH, PRAGMA and the like.
    case other(Int32)
}

extension Access {
    /// The action of `other` that begins or ends a transaction.
    public static let transaction = SQLITE_TRANSACTION
}

/// Keeps the decision of an authorizer alive while SQLite holds a pointer to it.
final class Authorizer {
    let allows: (Access) -> Bool

    init(_ allows: @escaping (Access) -> Bool) {
        self.allows = allows
    }
}

private func authorizeAccess(
    context: UnsafeMutableRawPointer?, action: Int32, first: UnsafePointer<CChar>?, second: UnsafePointer<CChar>?,
    database: UnsafePointer<CChar>?, accessor: UnsafePointer<CChar>?
) -> Int32 {
    guard let context = unsafe context else { return SQLITE_DENY }
    let authorizer = unsafe Unmanaged<Authorizer>.fromOpaque(context).takeUnretainedValue()
    func string(_ text: UnsafePointer<CChar>?) -> String { unsafe text.map { unsafe String(cString: $0) } ?? "" }
    let access: Access =
        switch action {
        case SQLITE_SELECT: .select
        case SQLITE_READ:
            unsafe .read(
                table: string(first), column: string(second), through: accessor.map { unsafe String(cString: $0) })
        case SQLITE_FUNCTION: unsafe .function(string(second))
        case SQLITE_RECURSIVE: .recursive
        default: .other(action)
        }
    return authorizer.allows(access) ? SQLITE_OK : SQLITE_DENY
}

extension Connection {
    /// Asks `allows` about everything that statements prepared from now on want to do; nil allows all.
    public func authorize(_ allows: ((Access) -> Bool)?) {
        guard let allows else {
            unsafe sqlite3_set_authorizer(handle, nil, nil)
            authorizer = nil
            return
        }
        let next = Authorizer(allows)
        unsafe sqlite3_set_authorizer(handle, authorizeAccess, Unmanaged.passUnretained(next).toOpaque())
        authorizer = next
    }
}
