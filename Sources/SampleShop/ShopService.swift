// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The services of the shop.
public enum ShopService: String, Hashable, Sendable, CaseIterable {
    /// Who buys.
    case customers
    /// What was ordered.
    case orders
    /// What was paid.
    case payments
    /// What is on hand.
    case stock

    /// The topic with the service's changes; only this service writes to it.
    public var topic: String { "shop.\(rawValue)" }

    /// The id under which its relay writes: the brokers let only the newest holder of it go on.
    public var transactionalID: String { "outbox-\(rawValue)" }

    /// The group whose committed offset is the relay's position; no consumer joins it.
    public var positionGroup: String { "outbox-relay-\(rawValue)" }
}
