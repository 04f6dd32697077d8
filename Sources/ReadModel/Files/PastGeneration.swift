// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A generation as of a past time, under a label of its own (R30).
public struct PastGeneration: Hashable, Sendable {
    /// The label.
    public var label: String
    /// The generation's number.
    public var number: Int
    /// The time, as RFC 3339 in UTC.
    public var time: String
    /// Whether it is complete, and read-only from then on.
    public var isSealed: Bool
    /// By partition, the first record that does not belong to it.
    public var cuts: [LogPlace]

    /// The longest label, in characters.
    public static let labelMax = 64

    /// Describes a generation.
    public init(label: String, number: Int, time: String, isSealed: Bool, cuts: [LogPlace]) {
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
    public var vector: String { cuts.map(\.description).joined(separator: ",") }

    var line: String { "\(label) \(number) \(time) \(isSealed ? "sealed" : "building") \(vector)" }

    init?(line: Substring) {
        let words = line.split(separator: " ")
        guard words.count == 5, let number = Int(words[1]), ["sealed", "building"].contains(words[3]),
            PastGeneration.isLabel(String(words[0]))
        else { return nil }
        let parts = words[4].split(separator: ",")
        let cuts = parts.compactMap { LogPlace($0) }
        guard cuts.count == parts.count else { return nil }
        self.init(
            label: String(words[0]), number: number, time: String(words[2]), isSealed: words[3] == "sealed", cuts: cuts)
    }
}
