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

    /// The id under which its relay writes, and the group whose committed offset is the relay's position.
    ///
    /// The brokers let only the newest holder of the id go on; no consumer joins the group.
    public var relayID: String { "outbox-relay-\(rawValue)" }
}
