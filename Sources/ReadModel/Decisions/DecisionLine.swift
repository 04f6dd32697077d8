// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The text of a decision: words parted by spaces, the last of which may be a sentence.
enum DecisionLine {
    static func text(_ decision: Decision) -> String {
        switch decision {
        case .skip(let topic, let partition, let offset, let hash, let reason):
            "skip \(topic) \(partition) \(offset) \(String(hash, radix: 16)) \(sentence(reason))"
        case .cut(let topic, let ends):
            "cut \(topic) " + ends.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
        case .acceptedDifferences(let generation, let reason):
            "accepted-differences \(generation) \(sentence(reason))"
        case .allowedSmaller(let generation, let reason): "allowed-smaller \(generation) \(sentence(reason))"
        case .pin(let definition, let generation):
            "pin \(String(definition, radix: 16)) \(generation)"
        }
    }

    static func decision(_ line: Substring) -> Decision? {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard words.count == 2 else { return nil }
        switch words[0] {
        case "skip": return skip(words[1])
        case "cut": return cut(words[1])
        case "accepted-differences":
            return acceptance(words[1]).map { .acceptedDifferences(generation: $0.generation, reason: $0.reason) }
        case "allowed-smaller":
            return acceptance(words[1]).map { .allowedSmaller(generation: $0.generation, reason: $0.reason) }
        case "pin": return pin(words[1])
        default: return nil
        }
    }

    private static func skip(_ text: String) -> Decision? {
        let words = text.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
        guard words.count == 5, let partition = Int32(words[1]), let offset = Int64(words[2]),
            let hash = UInt64(words[3], radix: 16)
        else { return nil }
        return .skip(topic: words[0], partition: partition, offset: offset, hash: hash, reason: words[4])
    }

    private static func cut(_ text: String) -> Decision? {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2 else { return nil }
        var ends: [Int32: Int64] = [:]
        for pair in words[1].split(separator: ",") {
            let numbers = pair.split(separator: ":")
            guard numbers.count == 2, let partition = Int32(numbers[0]), let end = Int64(numbers[1]) else { return nil }
            ends[partition] = end
        }
        return .cut(topic: words[0], ends: ends)
    }

    private static func acceptance(_ text: String) -> (generation: Int, reason: String)? {
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard words.count == 2, let generation = Int(words[0]) else { return nil }
        return (generation, words[1])
    }

    private static func pin(_ text: String) -> Decision? {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2, let definition = UInt64(words[0], radix: 16), let generation = Int(words[1]) else {
            return nil
        }
        return .pin(definition: definition, generation: generation)
    }

    /// One line of it.
    private static func sentence(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
