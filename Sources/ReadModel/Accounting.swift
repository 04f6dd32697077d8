// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What became of the records of a partition (R6): delivered = applied + ignored + held + skipped.
public struct Accounting: Hashable, Sendable {
    /// Records that Kafka delivered.
    public var delivered: Int64 = 0
    /// Records that changed rows, or found them as they should be.
    public var applied: Int64 = 0
    /// Records whose type has no handler, and records without a table that takes them.
    public var ignored: Int64 = 0
    /// Records that wait; none until records can be held.
    public var held: Int64 = 0
    /// Records that an operator skipped; none until records can be held.
    public var skipped: Int64 = 0

    /// Makes an empty account.
    public init() {}

    /// Whether nothing was lost.
    public var isBalanced: Bool { delivered == applied + ignored + held + skipped }
}
