// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The offsets between which a partition can be read, as its leader just said.
public struct Watermarks: Hashable, Sendable {
    /// The offset of the first record still in the log.
    public var low: Int64
    /// The offset after the last readable record: the last stable offset for a consumer of committed records, else the
    /// high watermark.
    public var high: Int64

    /// Makes a pair of offsets.
    public init(low: Int64, high: Int64) {
        self.low = low
        self.high = high
    }
}
