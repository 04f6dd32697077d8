// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a handler gives back for a request.
public enum Reply: Sendable {
    /// The answer itself.
    case now(Response)
    /// The answer comes through this responder, which `Request.suspend()` of the same request gave.
    case later(Responder)
}
