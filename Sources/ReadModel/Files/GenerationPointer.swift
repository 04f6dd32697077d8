// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite

/// Which generations a projection has: a small file, replaced as one step, `<projection>.generation`.
public struct GenerationPointer: Hashable, Sendable {
    /// The generation that answers; nil before the first build is done.
    public var live: Int?
    /// The generation that is being built; nil if none is.
    public var building: Int?
    /// The generation that the live one replaced, kept to go back to (R31); nil if there is none.
    public var previous: Int?
    /// The number of the next one; no number is used twice (R29).
    public var next = 1

    /// Makes the pointer of a projection without generations.
    public init() {}

    /// Reads a projection's pointer; one without generations if there is no file.
    ///
    /// A damaged one is refused: taken for an empty one, it would let numbers be used again, over the files that have
    /// them.
    public init(path: String) throws(ReadModelError) {
        let text: String?
        do { text = try DurableFile.read(path) } catch { throw ReadModelError(error) }
        guard let text else { return }
        var lines: [Substring: Int] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let number = Int(words[1]), number > 0 else {
                throw GenerationPointer.damaged(path)
            }
            lines[words[0]] = number
        }
        guard let next = lines["next"], Set(lines.keys).isSubset(of: ["live", "building", "previous", "next"]) else {
            throw GenerationPointer.damaged(path)
        }
        live = lines["live"]
        building = lines["building"]
        previous = lines["previous"]
        self.next = max(next, (live ?? 0) + 1, (building ?? 0) + 1, (previous ?? 0) + 1)
    }

    private static func damaged(_ path: String) -> ReadModelError {
        let projection = path.split(separator: "/").last?.split(separator: ".").first ?? "?"
        return ReadModelError(
            .notOurs, "\(path) is no list of generations",
            hint: "remove it and \(projection).g*.sqlite* beside it; the daemon makes the read model anew from the log")
    }

    /// Writes the pointer durably.
    public func write(to path: String) throws(FileError) {
        var text = ""
        if let live { text += "live \(live)\n" }
        if let building { text += "building \(building)\n" }
        if let previous { text += "previous \(previous)\n" }
        text += "next \(next)\n"
        try DurableFile.replace(path, with: text)
    }
}
