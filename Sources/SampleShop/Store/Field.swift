// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A value of a store: what is bound, and what is read.
enum Field: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
}
