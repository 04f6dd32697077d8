// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite

/// The labelled generations of a projection: a small file, replaced as one step, `<projection>.labels` (R30).
public struct PastGenerations: Hashable, Sendable {
    /// The most that a projection has at once: each is a whole read model on the disk.
    public static let countMax = 8

    /// The generations, oldest first.
    public var all: [PastGeneration] = []

    /// Reads a projection's list; an empty one if there is no file.
    public init(path: String) throws(ReadModelError) {
        let text: String?
        do { text = try DurableFile.read(path) } catch { throw ReadModelError(error) }
        for (number, line) in (text ?? "").split(separator: "\n").enumerated() {
            guard let past = PastGeneration(line: line) else {
                throw ReadModelError(
                    .notOurs, "\(path):\(number + 1) names no generation",
                    hint: "remove the line; the generation's file then goes at the next start")
            }
            all.append(past)
        }
    }

    /// Writes the list durably.
    public func write(to path: String) throws(FileError) {
        try DurableFile.replace(path, with: all.map { $0.line + "\n" }.joined())
    }
}

extension DataFolder {
    /// The path of the list of a projection's labelled generations.
    public func labelsPath(_ projection: String) -> String { "\(path)/\(projection).labels" }
}

extension GenerationFile {
    /// The name under which a past generation notes its time and vector.
    public static let untilNote = "until"

    /// Notes what a past generation is of, durably; nobody may write it then.
    public func seal(_ past: PastGeneration) throws(ReadModelError) {
        do {
            let connection = try Connection(path: path, mode: .readWrite)
            try WriterSettings.apply(to: connection)
            try connection.execute("PRAGMA synchronous = FULL")
            let statement = try connection.prepare("INSERT OR REPLACE INTO _meta (name, value) VALUES (?1, ?2)")
            statement.bind(1, GenerationFile.untilNote)
            statement.bind(2, "\(past.time) \(past.vector)")
            try statement.run()
            _ = try connection.checkpoint(.truncate)
        } catch {
            throw ReadModelError(error, path: path)
        }
    }
}
