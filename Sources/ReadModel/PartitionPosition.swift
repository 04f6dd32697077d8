// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// How far a partition is applied, as it stands in the rows' own transaction (R1).
public struct PartitionPosition: Hashable, Sendable {
    /// The topic.
    public let topic: String
    /// The partition's number.
    public let partition: Int32
    /// The source's place in the projection.
    public let source: Int
    /// The offset that the generation was built from (R3).
    public let first: Int64
    /// The last delivered offset + 1.
    public var next: Int64
    /// How far the log is known to be worked off, past markers and aborted tails; at least `next`.
    public var done: Int64
    /// What became of the partition's records.
    public var accounting = Accounting()
    /// Records by which the log is known again.
    public var witnesses = WitnessLadder()

    /// Makes the position of a partition that was not read yet.
    public init(topic: String, partition: Int32, source: Int, first: Int64) {
        self.topic = topic
        self.partition = partition
        self.source = source
        self.first = first
        next = first
        done = first
    }

    /// The record's place as errors and tokens write it.
    public func place(of offset: Int64) -> String { "\(topic)/\(partition)@\(offset)" }
}
