// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// An answer: status, header fields and body, all held in memory.
///
/// `Date`, `Content-Length` and `Connection` are added by the server; the body is left away for HEAD.
public struct Response: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The header fields, in the order in which they are sent.
    public var headers: ResponseHeaders
    /// The body's bytes.
    public var body: [UInt8]
    /// Whether the connection is closed after this answer.
    public var closesConnection = false

    /// Makes an answer of its parts.
    public init(status: Int = 200, headers: ResponseHeaders = ResponseHeaders(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
