// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How a relay is doing.
public enum RelayState: Hashable, Sendable {
    /// It was not started, or has been stopped or killed.
    case stopped
    /// It registers with the brokers and asks for its position.
    case connecting
    /// It publishes what comes.
    case running
    /// The brokers could not be reached, or refused; it tries again.
    case retrying(String)
    /// Another relay of this outbox took over; it tries again after a while.
    case fenced
    /// Going on would lose or repeat rows; it has stopped.
    case failed(ShopError)
}
