// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite

/// Which generations a projection has: a small file, replaced as one step, `<projection>.generation`.
public struct GenerationPointer: Hashable, Sendable {
    /// The generation that answers; nil before the first build is done.
    public var live: Int?
    /// The generation that is being built; nil if none is.
    public var building: Int?
    /// The number of the next one; no number is used twice (R29).
    public var next = 1

    /// Makes the pointer of a projection without generations.
    public init() {}

    /// Reads a projection's pointer; one without generations if there is no file.
    public init(path: String) throws(FileError) {
        guard let text = try DurableFile.read(path) else { return }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let number = Int(words[1]) else { continue }
            switch words[0] {
            case "live": live = number
            case "building": building = number
            case "next": next = number
            default: continue
            }
        }
        next = max(next, (live ?? 0) + 1, (building ?? 0) + 1)
    }

    /// Writes the pointer durably.
    public func write(to path: String) throws(FileError) {
        var text = ""
        if let live { text += "live \(live)\n" }
        if let building { text += "building \(building)\n" }
        text += "next \(next)\n"
        try DurableFile.replace(path, with: text)
    }
}
