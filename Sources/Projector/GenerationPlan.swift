// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Dispatch
internal import ReadModel
internal import SQLite
internal import Views

/// Which generations a projection needs, from its definition and from what is on disk; nothing is written.
struct GenerationPlan {
    /// The generation that answers, with the definition that it folds by; nil before the first build.
    var live: Generation?
    /// Why the generation that the pointer names as live cannot answer.
    var fault: StopCause?
    /// The build that goes on.
    var building: Generation?
    /// The number of the generation that the live one replaced (R31).
    var previous: Int?
    /// Whether none is made because an operator went back to the live one.
    var isPinned = false
    /// What the definition asks of the live generation.
    private(set) var plan = RebuildPlan.firstBuild

    /// Whether a new generation is to be made.
    var needsBuild: Bool { building == nil && fault == nil && plan.way != .none && !isPinned }

    /// Looks at the files.
    ///
    /// A live generation whose tables and views mean what the definition says goes on with it, so changed queries
    /// simply apply. Else it goes on by its own stored definition until a new one has caught up (R26). A build that
    /// fits the definition goes on, be it for the definition's sake or because an operator asked for it.
    ///
    /// What an operator went back from is not built again (R31).
    init(
        _ projection: Projection, folder: DataFolder, pin: (definition: UInt64, generation: Int)?, log: LogSink
    ) throws {
        let pointer = try GenerationPointer(path: folder.pointerPath(projection.name))
        if let number = pointer.live { readLive(number, projection, folder, log) }
        if let number = pointer.building {
            let file = folder.generation(projection.name, number)
            if let stored = try? file.storedDefinition(of: projection.name) {
                let rest = RebuildPlan(
                    stored, read: GenerationPlan.read(stored, or: projection), wanted: projection)
                if rest.way == .none { building = Generation(file: file, projection: projection) }
            }
        }
        previous = pointer.previous
        isPinned = live != nil && plan.way != .none && pin.map { $0.generation == pointer.live } == true
        // An outdated build is dropped by the one that takes its place, or here.
        if building == nil, !needsBuild, pointer.building != nil {
            do throws(ReadModelError) {
                try GenerationPlan.drop(projection.name, folder)
            } catch {
                // On a full disk it stays until there is room.
                if error.kind != .full { throw error }
            }
        }
        let labelled = try PastGenerations(path: folder.labelsPath(projection.name)).all.map(\.number)
        let kept = Set(labelled + [pointer.live, pointer.previous, building?.file.number].compactMap(\.self))
        try? folder.removeGenerations(projection.name, before: pointer.next, except: kept)
    }

    private mutating func readLive(
        _ number: Int, _ projection: Projection, _ folder: DataFolder, _ log: LogSink
    ) {
        let file = folder.generation(projection.name, number)
        do throws(ReadModelError) {
            let stored = try file.storedDefinition(of: projection.name)
            let old = GenerationPlan.read(stored, or: projection)
            plan = RebuildPlan(stored, read: old, wanted: projection)
            if plan.way == .none {
                live = Generation(file: file, projection: projection)
            } else if let old {
                live = Generation(file: file, projection: old)
            } else {
                log(
                    LogLine(
                        .warning, "the live generation's own definition cannot be read any more",
                        [("projection", projection.name), ("generation", String(number))]))
            }
        } catch {
            fault = StopCause(error, of: projection.name)
        }
    }

    /// A stored definition as this projectord reads it; nil if it cannot any more.
    static func read(_ stored: GenerationFile.StoredDefinition, name: String) -> Projection? {
        let result = ProjectionReader.read(
            files: [(path: stored.file, text: stored.text)], views: ViewCompiler())
        return result.projections.first { $0.name == name }
    }

    /// The same; what has the same text needs no reading.
    static func read(_ stored: GenerationFile.StoredDefinition, or projection: Projection) -> Projection? {
        stored.text == projection.text ? projection : read(stored, name: projection.name)
    }

    /// Changes the pointer as one step; others may do so too.
    static func change(
        _ projection: String, _ folder: DataFolder, _ body: (inout GenerationPointer) -> Void
    ) throws(ReadModelError) {
        folder.turn.wait()
        defer { folder.turn.signal() }
        let path = folder.pointerPath(projection)
        var pointer = try GenerationPointer(path: path)
        body(&pointer)
        do throws(FileError) { try pointer.write(to: path) } catch { throw ReadModelError(error) }
    }

    /// Makes a new generation, in place of a build that there may be.
    ///
    /// `create` makes its file, empty unless it does otherwise; nil if it was kept from it. The pointer does not name
    /// one for trial.
    static func make(
        _ projection: Projection, _ folder: DataFolder, isTrial: Bool = false,
        create: (GenerationFile) throws(ReadModelError) -> Bool
    ) throws(ReadModelError) -> Generation? {
        try drop(projection.name, folder)
        var number = 0
        try change(projection.name, folder) { pointer in
            // The number is durable before its file is made, so that it is never used twice (R29).
            number = pointer.next
            pointer.next += 1
        }
        let file = folder.generation(projection.name, number)
        do throws(FileError) { try folder.removeGeneration(projection.name, number) } catch {
            throw ReadModelError(error)
        }
        do throws(ReadModelError) {
            guard try create(file) else { return nil }
            if isTrial { return Generation(file: file, projection: projection) }
            try change(projection.name, folder) { $0.building = number }
        } catch {
            try? folder.removeGeneration(projection.name, number)
            throw error
        }
        return Generation(file: file, projection: projection)
    }

    /// Makes a new, empty generation, in place of a build that there may be.
    static func make(
        _ projection: Projection, _ folder: DataFolder, isTrial: Bool = false
    ) throws(ReadModelError) -> Generation {
        let made = try make(projection, folder, isTrial: isTrial) { file throws(ReadModelError) in
            try file.createForLoad(of: projection)
            return true
        }
        guard let made else { throw ReadModelError(.file, "no file was made", hint: "please report this") }
        return made
    }

    /// Drops the build that the pointer names, if it names one.
    static func drop(_ projection: String, _ folder: DataFolder) throws(ReadModelError) {
        guard let number = try GenerationPointer(path: folder.pointerPath(projection)).building else { return }
        try change(projection, folder) { $0.building = nil }
        do throws(FileError) { try folder.removeGeneration(projection, number) } catch { throw ReadModelError(error) }
    }
}

extension DataFolder {
    /// A generation's file by its number.
    func generation(_ projection: String, _ number: Int) -> GenerationFile {
        GenerationFile(path: generationPath(projection, number), number: number)
    }
}
