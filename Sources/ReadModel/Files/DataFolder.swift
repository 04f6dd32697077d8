// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Dispatch
public import SQLite

/// The folder that holds all generations of all projections, held by one daemon.
public final class DataFolder: Sendable {
    /// The folder's path.
    public let path: String
    /// Who changes a pointer, or a list of labels: they are read, changed and written by several threads.
    public let turn = DispatchSemaphore(value: 1)
    private let lock: FolderLock

    /// Makes the folder if need be and takes its lock, before anything else is touched (R29).
    public init(path: String) throws(ReadModelError) {
        self.path = path
        do {
            guard let lock = try FolderLock(folder: path) else {
                throw ReadModelError(
                    .folderInUse, "another projectord has the data folder \(path)",
                    hint: "stop the other daemon, or give this one a folder of its own with --data")
            }
            self.lock = lock
        } catch let error as FileError {
            throw ReadModelError(error)
        } catch let error as ReadModelError {
            throw error
        } catch {
            throw ReadModelError(.file, "\(path): \(error)", hint: "check the data folder")
        }
    }

    /// The path of a projection's pointer.
    public func pointerPath(_ projection: String) -> String { DataFolder.pointerPath(projection, in: path) }

    /// The path of a projection's pointer, for those who only look: the folder may be another daemon's.
    public static func pointerPath(_ projection: String, in folder: String) -> String {
        "\(folder)/\(projection).generation"
    }

    /// The path of a projection's decisions.
    public func decisionsPath(_ projection: String) -> String { "\(path)/\(projection).decisions" }

    /// The path of a generation's file.
    public func generationPath(_ projection: String, _ number: Int) -> String {
        DataFolder.generationPath(projection, number, in: path)
    }

    /// The path of a generation's file, for those who only look.
    public static func generationPath(_ projection: String, _ number: Int, in folder: String) -> String {
        "\(folder)/\(projection).g\(number).sqlite"
    }

    /// Removes the generations with numbers before `next`, except these: a kill may have left the files of one.
    public func removeGenerations(_ projection: String, before next: Int, except kept: Set<Int>) throws(FileError) {
        for number in max(1, next - DataFolder.leftoversMax)..<max(1, next) where !kept.contains(number) {
            try removeGeneration(projection, number)
        }
    }

    /// How many numbers back it is looked for leftovers: a kill leaves one, and the next start removes it.
    static let leftoversMax = 100

    /// Removes a generation: its file, SQLite's beside it, and those of a copy that was not finished.
    public func removeGeneration(_ projection: String, _ number: Int) throws(FileError) {
        let file = GenerationFile(path: generationPath(projection, number), number: number)
        try file.remove()
        try GenerationFile(path: file.path + GenerationCopy.suffix, number: number).remove()
    }
}
