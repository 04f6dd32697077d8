// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Paths of SQLite's JSON functions.
enum JSONPath {
    /// Whether SQLite reads a path to its end in every document.
    ///
    /// - Parameter isLabel: Whether it is an operand of `->`, which may be a field's name or a place alone.
    static func isRight(_ text: String, isLabel: Bool) -> Bool {
        var path = Substring(text)
        if isLabel, text.first != "$" {
            guard let first = text.utf8.first else { return false }
            path = (0x30...0x39).contains(first) ? "$[\(text)]" : first == UInt8(ascii: "[") ? "$\(text)" : "$.\(text)"
        }
        guard path.first == "$" else { return false }
        path = path.dropFirst()
        while let sign = path.first {
            path = path.dropFirst()
            guard sign == "." ? takeName(&path) : sign == "[" && takePlace(&path) else { return false }
        }
        return true
    }

    private static func takeName(_ path: inout Substring) -> Bool {
        if path.first == "\"" {
            guard let end = path.dropFirst().firstIndex(of: "\"") else { return false }
            path = path[path.index(after: end)...]
            return true
        }
        let name = path.prefix { $0 != "." && $0 != "[" }
        path = path[name.endIndex...]
        return !name.isEmpty
    }

    /// `0]`, `#]` or `#-1]`.
    private static func takePlace(_ path: inout Substring) -> Bool {
        guard let end = path.firstIndex(of: "]") else { return false }
        var place = path[..<end]
        path = path[path.index(after: end)...]
        if place.first == "#" {
            place = place.dropFirst()
            if place.isEmpty { return true }
            guard place.first == "-" else { return false }
            place = place.dropFirst()
        }
        return !place.isEmpty && place.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
