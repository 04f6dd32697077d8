// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A record's place in the log: what a token names.
public struct LogPlace: Hashable, Sendable, CustomStringConvertible {
    /// The topic.
    public var topic: String
    /// The partition.
    public var partition: Int32
    /// The record's offset.
    public var offset: Int64

    /// Makes a place.
    public init(topic: String, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }

    /// Reads what `description` tells; nil if it is none.
    init?(_ text: Substring) {
        guard let at = text.lastIndex(of: "@"), let slash = text[..<at].lastIndex(of: "/"),
            let partition = Int32(text[text.index(after: slash)..<at]),
            let offset = Int64(text[text.index(after: at)...])
        else { return nil }
        self.init(topic: String(text[..<slash]), partition: partition, offset: offset)
    }

    /// `topic/partition@offset`.
    public var description: String { "\(topic)/\(partition)@\(offset)" }
}
