// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a client may ask of the server, in size, number and time.
///
/// The defaults are for a daemon behind loopback or a proxy; tests make the times short.
public struct HTTPLimits: Sendable {
    /// Request line and header fields together; more is 431.
    ///
    /// Real clients with cookies stay under 8 KB.
    public var headBytes = 16 * 1024
    /// Header fields of one request; more is 431.
    public var headerFields = 100
    /// Path and query together; more is 414.
    public var uriBytes = 8 * 1024
    /// A request's body; more is 413.
    public var bodyBytes = 64 * 1024
    /// From the connection's start, or the next request's line, to the end of the head.
    public var headTimeoutMs = 5_000
    /// From the end of the head to the end of the body.
    public var bodyTimeoutMs = 10_000
    /// Between two requests of a connection.
    public var idleTimeoutMs = 30_000
    /// From the answer to its last byte taken by the client: 8 MB in it are 140 KB/s.
    public var sendTimeoutMs = 60_000
    /// Open connections; later ones wait in the listening socket's queue.
    public var connections = 1_024
    /// Open connections of one client address; 0 is no limit of its own.
    ///
    /// Off, because behind a proxy on loopback all clients have one address.
    public var connectionsPerAddress = 0
    /// Requests that wait for their answer on another thread; past it `Request.suspend()` gives nil.
    public var suspended = 512

    /// Makes the default limits.
    public init() {}
}
