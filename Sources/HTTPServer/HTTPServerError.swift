// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why a server could not start.
public struct HTTPServerError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Sendable {
        /// The host is no address and no known name.
        case unknownHost = "unknown-host"
        /// Another process listens there.
        case addressInUse = "address-in-use"
        /// The address could not be bound for another reason.
        case cannotListen = "cannot-listen"
        /// The library or the system gave no threads or descriptors.
        case cannotStart = "cannot-start"
    }

    /// Which failure it is.
    public let code: Code
    /// What happened, with the address.
    public let message: String
    /// What to do about it.
    public let hint: String

    /// The message alone.
    public var description: String { message }
}
