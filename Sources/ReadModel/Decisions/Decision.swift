// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What an operator, or the daemon for good, settled about a projection's log (R19).
public enum Decision: Hashable, Sendable {
    /// A record is left out; `hash` is its `RecordHash`, so that no other record is taken for it.
    case skip(topic: String, partition: Int32, offset: Int64, hash: UInt64, reason: String)
    /// Partitions were added to a topic when its partitions ended there (R4).
    case cut(topic: String, ends: [Int32: Int64])
    /// A generation went live although its rows, or its log, differ from what was live.
    case acceptedDifferences(generation: Int, reason: String)
    /// A generation may go live although a table loses most of its rows.
    case allowedSmaller(generation: Int, reason: String)
    /// While that generation is live, the definition with this hash is not built, though the projection file has it:
    /// an operator went back (R31).
    case pin(definition: UInt64, generation: Int)
}
