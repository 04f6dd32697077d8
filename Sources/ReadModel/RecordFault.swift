// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why a record could not be applied; nothing of it was.
public struct RecordFault: Error, Sendable {
    /// What is wrong.
    public enum Code: String, Sendable, CaseIterable {
        /// The record's value cannot be read.
        case unreadableRecord = "unreadable-record"
        /// The record's key does not give the table's key.
        case badKey = "bad-key"
        /// A field does not fit the type that it is read as.
        case badValue = "bad-value"
        /// A sum left the range of its column.
        case overflow = "overflow"
        /// An expression gave a value that does not fit its column, or failed.
        case badResult = "bad-result"
        /// The row was made by another partition's records (R4).
        case keyInTwoPartitions = "key-in-two-partitions"
        /// The body's key fields are not those of the record's key (R8).
        case keyDiffers = "key-differs"
        /// A value that the source did not send is needed: the row is not there (R18).
        case valueUnavailable = "value-unavailable"
        /// The event has no id where its source names one (R14).
        case idMissing = "id-missing"
        /// The record empties a table that several partitions feed (R18).
        case truncateUnordered = "truncate-unordered"
        /// Values need `decimals:` or `times:` at the source to be read (R18).
        case encodingMissing = "encoding-missing"
        /// The row was changed by a later record than the held one that is tried again (R17).
        case overtaken
    }

    /// What is wrong.
    public var code: Code
    /// What was found and where in the record; lower case, no period.
    public var message: String

    /// Makes a fault.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
