// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite

extension ModelReader {
    /// Whether a record is held, as of the snapshot.
    public enum Holding: Sendable {
        /// It is not.
        case none
        /// It failed.
        case failed(RecordFault)
        /// It waits behind a record of its key that failed.
        case waits
    }

    /// Whether the record at a place is held, as of the snapshot.
    public func holding(topic: String, partition: Int32, offset: Int64) throws(SQLiteError) -> Holding {
        readHeld.bind(1, topic)
        readHeld.bind(2, Int64(partition))
        readHeld.bind(3, offset)
        defer { readHeld.reset() }
        guard try readHeld.step() else { return .none }
        guard readHeld.kind(0) != .null else { return .waits }
        return .failed(RecordFault(RecordFault.Code(rawValue: readHeld.text(0)) ?? .badValue, readHeld.text(1)))
    }
}
