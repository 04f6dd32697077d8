// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Where a connection stands between two requests.
enum Phase: UInt8 {
    /// No request has begun; a first request's head may be arriving.
    case idle
    /// A request's line is there, the rest of its head is not.
    case head
    /// The head is there, the body is not.
    case body
    /// The handler has it, or it waits for an answer from another thread.
    case handling
    /// The answer is on its way to the client.
    case sending
}
