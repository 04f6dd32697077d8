// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A partition to read and where to begin.
public struct Assignment: Hashable, Sendable {
    /// The offset that stands for the first record still in the log.
    public static let logStart: Int64 = -2
    /// The offset that stands for the end of the log.
    public static let logEnd: Int64 = -1

    /// The topic's name.
    public var topic: String
    /// The partition's number.
    public var partition: Int32
    /// The offset of the first record to read, or `logStart` or `logEnd`.
    public var offset: Int64

    /// Makes an assignment.
    public init(topic: String, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }
}
