// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What Kafka delivered of a record, copied: what must be kept to apply it later.
public struct RawRecord: Sendable {
    /// A header; a name may stand several times.
    public struct Header: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value; nil for null.
        public var value: [UInt8]?

        /// Makes a header.
        public init(name: String, value: [UInt8]?) {
            self.name = name
            self.value = value
        }
    }

    /// The key; nil for null.
    public var key: [UInt8]?
    /// The key's `KeyHash`; 0 for null.
    public var keyHash: UInt64
    /// The value; nil for null.
    public var value: [UInt8]?
    /// The `RecordHash`.
    public var hash: UInt64
    /// The headers, in their order.
    public var headers: [Header]

    /// Copies a record.
    public init(key: RawSpan?, value: RawSpan?, headers: [Header]) {
        self.key = key?.copied
        keyHash = if let key { KeyHash.of(key) } else { 0 }
        self.value = value?.copied
        hash = RecordHash.of(key: key, value: value)
        self.headers = headers
    }
}

/// The bytes of a batch's records as Kafka delivered them, for the few that must be kept.
///
/// Used by the thread that has the batch.
public protocol RawRecords: AnyObject {
    /// Puts the `KeyHash` of each record's key into `hashes`, by the record's place in the batch; 0 for a null key.
    func hashKeys(into hashes: inout [UInt64])

    /// The record at a place of the batch.
    func record(_ number: Int) -> RawRecord
}
