// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A generation as of a past time, under a label of its own (R30).
public struct PastGeneration: Hashable, Sendable {
    /// Where a partition is cut.
    public struct Cut: Hashable, Sendable {
        /// The topic.
        public var topic: String
        /// The partition.
        public var partition: Int32
        /// The first offset that does not belong to it.
        public var offset: Int64

        /// Names a cut.
        public init(topic: String, partition: Int32, offset: Int64) {
            self.topic = topic
            self.partition = partition
            self.offset = offset
        }

        /// `topic/partition@offset`.
        public var text: String { "\(topic)/\(partition)@\(offset)" }

        init?(_ text: Substring) {
            guard let at = text.lastIndex(of: "@"), let slash = text[..<at].lastIndex(of: "/"),
                let partition = Int32(text[text.index(after: slash)..<at]),
                let offset = Int64(text[text.index(after: at)...])
            else { return nil }
            self.init(topic: String(text[..<slash]), partition: partition, offset: offset)
        }
    }

    /// The label.
    public var label: String
    /// The generation's number.
    public var number: Int
    /// The time, as RFC 3339 in UTC.
    public var time: String
    /// Whether it is complete, and read-only from then on.
    public var isSealed: Bool
    /// Where each partition is cut.
    public var cuts: [Cut]

    /// The longest label, in characters.
    public static let labelMax = 64

    /// Describes a generation.
    public init(label: String, number: Int, time: String, isSealed: Bool, cuts: [Cut]) {
        self.label = label
        self.number = number
        self.time = time
        self.isSealed = isSealed
        self.cuts = cuts
    }

    /// Whether a text can be a label: letters, digits, `.`, `_` and `-`, first a letter or a digit.
    public static func isLabel(_ text: String) -> Bool {
        guard let first = text.first, text.count <= labelMax, first.isASCII, first.isLetter || first.isNumber else {
            return false
        }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }

    /// The vector, as one word.
    public var vector: String { cuts.map(\.text).joined(separator: ",") }

    var line: String { "\(label) \(number) \(time) \(isSealed ? "sealed" : "building") \(vector)" }

    init?(line: Substring) {
        let words = line.split(separator: " ")
        guard words.count == 5, let number = Int(words[1]), ["sealed", "building"].contains(words[3]),
            PastGeneration.isLabel(String(words[0]))
        else { return nil }
        let parts = words[4].split(separator: ",")
        let cuts = parts.compactMap { Cut($0) }
        guard cuts.count == parts.count else { return nil }
        self.init(
            label: String(words[0]), number: number, time: String(words[2]), isSealed: words[3] == "sealed", cuts: cuts)
    }
}
