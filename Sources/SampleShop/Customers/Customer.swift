// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A row of the customers' service, and its image in the topic.
public struct Customer: Hashable, Sendable, Codable {
    /// Given by the service, from 1 on.
    public var id: Int64
    /// How the customer is called.
    public var name: String
    /// Where the customer lives.
    public var city: String
    /// How much may stay unpaid.
    public var credit: Money
}
