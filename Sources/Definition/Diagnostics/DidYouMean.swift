// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Finds the name that was probably meant.
public enum DidYouMean {
    /// Longer names are not compared: the work grows with the product of the lengths.
    private static let lengthMax = 64

    /// The candidate nearest to `name` by edits of one character, if it is near enough to be meant.
    public static func nearest(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars.prefix(lengthMax + 1))
        guard wanted.count <= lengthMax else { return nil }
        let allowed = max(1, wanted.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().unicodeScalars.prefix(lengthMax + 1))
            guard other.count <= lengthMax, abs(other.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, other)
            if distance <= allowed, distance < min(best?.distance ?? .max, other.count) { best = (candidate, distance) }
        }
        return best?.name
    }

    /// A hint for a name that is none of `candidates`: the nearest one, or all of them where they are few.
    static func hint(_ name: String, among candidates: [String], allowed: String = "allowed") -> String? {
        if let nearest = nearest(name, among: candidates) { return "did you mean '\(nearest)'?" }
        return candidates.isEmpty || candidates.count > 20 ? nil : "\(allowed): \(candidates.joined(separator: ", "))"
    }

    /// Edits of one character, a swap of two neighbours being one.
    private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int]()
        var last = Array(0...second.count)
        for (row, scalar) in first.enumerated() {
            var next = [row + 1]
            for (column, other) in second.enumerated() {
                var edits = min(last[column] + (scalar == other ? 0 : 1), last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, scalar == second[column - 1], first[row - 1] == other {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                next.append(edits)
            }
            (beforeLast, last) = (last, next)
        }
        return last[second.count]
    }
}
