// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The names given so far to one kind of thing, to tell repeated ones.
struct NameSet {
    private var places: [String: Place] = [:]
    private let ignoresCase: Bool

    /// Makes an empty set; `ignoresCase` for the names that SQLite compares.
    init(ignoresCase: Bool) {
        self.ignoresCase = ignoresCase
    }

    /// Takes the name of something of another kind.
    mutating func reserve(_ name: String, at place: Place) {
        places[ignoresCase ? name.lowercased() : name] = place
    }

    /// Adds a name; false, with a fault, if it is given already.
    mutating func add(_ name: String, _ what: String, at place: Place, _ reading: FileReading) -> Bool {
        let folded = ignoresCase ? name.lowercased() : name
        guard let first = places[folded] else {
            places[folded] = place
            return true
        }
        reading.fault(
            .repeatedName, at: place, "\(what) \(Wording.quote(name)) is there already",
            hint: "the first is at \(first)" + (ignoresCase ? "; names that differ in case alone are one name" : ""))
        return false
    }
}
