// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Where relays keep how far they have come.
public enum RelayPositions: Sendable {
    /// With the brokers, in the transaction of the records: exact, whatever is killed.
    case brokers
    /// In the service's store, after each transaction: for the mock cluster, which keeps no offsets of transactions.
    ///
    /// A fault between the two can repeat a transaction's records; on real brokers use the other.
    case store
}
