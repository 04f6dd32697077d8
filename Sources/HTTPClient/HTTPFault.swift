// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why there is no answer.
public struct HTTPFault: Error, Sendable, CustomStringConvertible {
    /// What a caller does about it.
    public enum Kind: Sendable {
        /// Nobody listens there, or the host is not known.
        case couldNotConnect
        /// The time limit has passed.
        case timedOut
        /// The answer is larger than allowed.
        case tooLarge
        /// Everything else: an answer cut short or no HTTP, an address that is none.
        case other
    }

    /// Which fault it is.
    public let kind: Kind
    /// libcurl's own words, mostly.
    public let message: String

    /// The message alone.
    public var description: String { message }
}
