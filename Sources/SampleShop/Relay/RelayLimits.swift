// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What a relay takes at a time, and how long it waits.
struct RelayLimits: Sendable {
    /// Rows of one transaction: a transaction costs about 80 ms of the brokers' work, whatever its size.
    var batchRows = 500
    /// How long one request to the brokers may take; after it nothing is known, and a new producer asks.
    var requestMs = 20_000
    /// How long an attempt to end a transaction tidily may take before its producer is dropped.
    var abortMs = 5_000
    /// How long a dropped producer may take to go.
    var closeMs = 3_000
    /// Between two attempts while the brokers cannot be reached.
    var retryPauseMs = 500
    /// After a rival took over; two rivals then hand over this often instead of doing nothing else.
    var fencedPauseMs = 5_000
    /// How often a quiet relay commits its position again: brokers forget a position after 7 days without a commit.
    var renewMs = 3_600_000
    /// How many transactions lie between two rounds of deleting published rows.
    var forgetEvery = 20
    /// How many published rows stay for looking at them.
    var keepRows = 10_000
    /// How long a published row stays, at most, while the relay is at work.
    var keepMs = 3_600_000
}
