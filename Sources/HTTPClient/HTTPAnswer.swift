// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A server's whole answer.
public struct HTTPAnswer: Sendable {
    /// The status code.
    public var status: Int
    /// The fields of the head, by their names in lower case; values of a repeated one are joined by a comma.
    public var headers: [String: String]
    /// The body without the chunks that it came in.
    public var body: [UInt8]
}
