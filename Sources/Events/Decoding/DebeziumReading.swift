// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How Debezium's values are read where the records carry no schema that says it (R18).
public struct DebeziumReading: Hashable, Sendable {
    /// How decimals are written.
    public enum Decimals: Hashable, Sendable {
        case text
        case base64
        case number
    }

    /// How times are written.
    public enum Times: Hashable, Sendable {
        case adaptive
        case connect
        case micros
        case nanos
    }

    /// How decimals are written; nil if the source does not say it.
    public var decimals: Decimals?
    /// How times are written; nil if the source does not say it.
    public var times: Times?

    /// Makes a reading.
    public init(decimals: Decimals? = nil, times: Times? = nil) {
        self.decimals = decimals
        self.times = times
    }
}
