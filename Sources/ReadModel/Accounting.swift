// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What became of the records of a partition (R6): delivered = applied + ignored + held + skipped.
public struct Accounting: Hashable, Sendable {
    /// Records that Kafka delivered.
    public var delivered: Int64 = 0
    /// Records that changed rows, or found them as they should be.
    public var applied: Int64 = 0
    /// Records whose type has no handler, and records without a table that takes them.
    public var noHandler: Int64 = 0
    /// Records whose id was seen before.
    public var repeated: Int64 = 0
    /// Records whose version is not above the row's.
    public var stale: Int64 = 0
    /// Heartbeats and messages of a connector.
    public var message: Int64 = 0
    /// Records that wait: for what made them fail to be mended, or behind such a one of their key.
    public var held: Int64 = 0
    /// Records that an operator skipped.
    public var skipped: Int64 = 0

    /// Makes an empty account.
    public init() {}

    /// Records that rightly changed nothing, for whatever reason.
    public var ignored: Int64 { noHandler + repeated + stale + message }

    /// The ignored records by reason, with the reason's name in metrics and status.
    public var ignoredByReason: [(reason: String, count: Int64)] {
        [("no-handler", noHandler), ("repeated", repeated), ("stale", stale), ("message", message)]
    }

    /// Whether nothing was lost.
    public var isBalanced: Bool { delivered == applied + ignored + held + skipped }

    /// Adds another account to this one.
    mutating func add(_ other: Accounting) {
        delivered += other.delivered
        applied += other.applied
        noHandler += other.noHandler
        repeated += other.repeated
        stale += other.stale
        message += other.message
        held += other.held
        skipped += other.skipped
    }

    /// Counts records by what became of them.
    mutating func count(_ outcome: RecordOutcome, _ number: Int64 = 1) {
        switch outcome {
        case .applied: applied += number
        case .noHandler: noHandler += number
        case .repeated: repeated += number
        case .stale: stale += number
        case .message: message += number
        }
    }
}
