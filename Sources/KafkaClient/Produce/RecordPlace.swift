// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Where a record stands in its topic.
public struct RecordPlace: Hashable, Sendable {
    /// The partition's number.
    public var partition: Int32
    /// The record's offset.
    public var offset: Int64

    /// Makes a place.
    public init(partition: Int32, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }
}
