// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Events

/// A held record as operators see it.
public struct HeldRecord: Sendable {
    /// The topic.
    public var topic: String
    /// The partition.
    public var partition: Int32
    /// The offset.
    public var offset: Int64
    /// The source's place in the projection.
    public var source: Int
    /// The key; nil for null.
    public var key: [UInt8]?
    /// The record's Kafka timestamp in milliseconds, -1 if it has none.
    public var timestampMs: Int64
    /// The `RecordHash`.
    public var hash: UInt64
    /// Why it failed; nil if it waits behind another record of its key.
    public var fault: RecordFault?
    /// The value; nil for null, and in lists.
    public var value: [UInt8]?
    /// The headers; none in lists.
    public var headers: [RawRecord.Header] = []
    /// In lists, how many records of the key wait behind it.
    public var waiting: Int64 = 0
}
