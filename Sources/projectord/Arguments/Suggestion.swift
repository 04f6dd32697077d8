// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Finds the name that was probably meant.
enum Suggestion {
    /// The candidate nearest to `name` by edits of one character, if at most a third of it differs.
    static func nearest(_ name: String, among candidates: [String]) -> String? {
        let near = candidates.map { (name: $0, distance: distance(name, $0)) }
            .filter { $0.distance <= max(1, name.count / 3) }
        return near.min { $0.distance < $1.distance }?.name
    }

    private static func distance(_ first: String, _ second: String) -> Int {
        let second = Array(second)
        var row = Array(0...second.count)
        for (line, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in second.enumerated() {
                let change = diagonal + (character == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[second.count]
    }
}
