// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A change of a service's rows as it is told to the others.
struct OutboxRow: Hashable, Sendable {
    /// Dense from 1 on, in the order of the commits.
    var id: Int64
    var topic: String
    /// The changed thing's id as plain text.
    var key: String
    var type: String
    /// JSON; nil is a tombstone.
    var payload: String?
    var timeMs: Int64
}
