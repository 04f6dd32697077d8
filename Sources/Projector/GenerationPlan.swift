// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
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
    /// Whether a new generation is to be made.
    var needsBuild = false
    /// Whether none is made because an operator went back to the live one.
    var isPinned = false

    /// Whether the live generation's views are stored otherwise than this projectord compiles them.
    private var hasForeignViews = false

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
        let wanted = DefinitionMeaning(projection).rows
        if let number = pointer.live { readLive(number, projection, wanted, folder, log) }
        if let number = pointer.building {
            let file = folder.generation(projection.name, number)
            let stored = try? file.storedDefinition(of: projection.name)
            if stored?.rows == wanted { building = Generation(file: file, projection: projection) }
        }
        let fits = live.map { DefinitionMeaning($0.projection).rows == wanted } ?? false
        previous = pointer.previous
        let isOutdated = fault == nil && (!fits || hasForeignViews)
        isPinned = isOutdated && live != nil && pin.map { $0.generation == pointer.live } == true
        needsBuild = building == nil && isOutdated && !isPinned
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
        _ number: Int, _ projection: Projection, _ wanted: Set<DefinitionMeaning.Entry>, _ folder: DataFolder,
        _ log: LogSink
    ) {
        let file = folder.generation(projection.name, number)
        do throws(ReadModelError) {
            let stored = try file.storedDefinition(of: projection.name)
            hasForeignViews = !wanted.filter { $0.kind == "view" }.isSubset(of: stored.rows)
            if stored.rows == wanted {
                live = Generation(file: file, projection: projection)
            } else if let old = GenerationPlan.read(stored, name: projection.name) {
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

    static func read(_ stored: GenerationFile.StoredDefinition, name: String) -> Projection? {
        let result = ProjectionReader.read(
            files: [(path: stored.file, text: stored.text)], views: ViewCompiler())
        return result.projections.first { $0.name == name }
    }

    /// Makes a new generation, in place of a build that there may be.
    static func make(_ projection: Projection, _ folder: DataFolder) throws(ReadModelError) -> Generation {
        let path = folder.pointerPath(projection.name)
        try drop(projection.name, folder)
        var pointer = try GenerationPointer(path: path)
        let file = folder.generation(projection.name, pointer.next)
        do throws(FileError) {
            // The number is durable before its file is made, so that it is never used twice (R29).
            pointer.next += 1
            try pointer.write(to: path)
            try folder.removeGeneration(projection.name, file.number)
        } catch {
            throw ReadModelError(error)
        }
        do throws(ReadModelError) {
            try file.createForLoad(of: projection)
            pointer.building = file.number
            do throws(FileError) { try pointer.write(to: path) } catch { throw ReadModelError(error) }
        } catch {
            try? folder.removeGeneration(projection.name, file.number)
            throw error
        }
        return Generation(file: file, projection: projection)
    }

    /// Drops the build that the pointer names, if it names one.
    static func drop(_ projection: String, _ folder: DataFolder) throws(ReadModelError) {
        let path = folder.pointerPath(projection)
        var pointer = try GenerationPointer(path: path)
        guard let number = pointer.building else { return }
        pointer.building = nil
        do throws(FileError) {
            try pointer.write(to: path)
            try folder.removeGeneration(projection, number)
        } catch {
            throw ReadModelError(error)
        }
    }
}

extension DataFolder {
    /// A generation's file by its number.
    func generation(_ projection: String, _ number: Int) -> GenerationFile {
        GenerationFile(path: generationPath(projection, number), number: number)
    }
}
