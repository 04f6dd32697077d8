// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer
internal import SQLite

/// What a service refuses, or cannot do.
public struct ShopError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault.
    public enum Code: String, Sendable {
        /// The request's body or path is not what the service takes.
        case badRequest = "bad-request"
        /// There is no such thing.
        case notFound = "not-found"
        /// What is asked does not go with how things stand.
        case conflict
        /// The store could not be opened, read or written.
        case store
        /// The address cannot be listened on.
        case listen
        /// The brokers have lost where the relay stood.
        case positionLost = "position-lost"
        /// The topic holds more than the store has ever had.
        case storeBehind = "store-behind"
        /// Rows that are to be published next are not in the outbox.
        case outboxGap = "outbox-gap"
    }

    /// Which it is.
    public var code: Code
    /// What happened; lower case, no period.
    public var message: String
    /// What to do about it; nil if nothing sure can be said.
    public var hint: String?

    init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    init(_ error: SQLiteError) {
        self.init(.store, error.description)
    }

    /// The message alone.
    public var description: String { message }

    /// The answer to a request that met it; a store's own words stay inside.
    var requestFault: RequestFault {
        switch code {
        case .badRequest: RequestFault(status: 400, title: code.rawValue, detail: message)
        case .notFound: RequestFault(status: 404, title: code.rawValue, detail: message)
        case .conflict: RequestFault(status: 409, title: code.rawValue, detail: message)
        default: RequestFault(status: 500, title: code.rawValue, detail: "the service cannot do this now")
        }
    }
}
