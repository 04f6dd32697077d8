// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a request asks to be done; names are case-sensitive, as HTTP has them.
public enum HTTPMethod: Sendable, Equatable {
    /// Read.
    case get
    /// Read without the body; the server leaves the body of the answer away itself.
    case head
    /// Act.
    case post
    /// Read, with the question in the body.
    case query
    /// Every other method, by name.
    case other(String)

    init(name: String) {
        switch name {
        case "GET": self = .get
        case "HEAD": self = .head
        case "POST": self = .post
        case "QUERY": self = .query
        default: self = .other(name)
        }
    }
}
