// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel
internal import SQLite

/// Which generations a projection needs, from its definition and from what is on disk.
struct GenerationPlan {
    /// The generation that answers, with the definition that it folds by; nil before the first build.
    var live: Generation?
    /// The generation to be built; nil if the live one fits the definition.
    var building: Generation?

    /// Looks at the files, and makes the one to be built if it is not there yet.
    ///
    /// A live generation whose tables mean what the definition says goes on with it, so changed queries simply apply.
    /// Else it goes on by its own stored definition until a new one has caught up (R26).
    init(_ projection: Projection, folder: DataFolder, log: LogSink) throws {
        let pointerPath = folder.pointerPath(projection.name)
        var pointer = try GenerationPointer(path: pointerPath)
        let wanted = DefinitionMeaning(projection).tables
        func file(_ number: Int) -> GenerationFile {
            GenerationFile(path: folder.generationPath(projection.name, number), number: number)
        }
        if let number = pointer.live {
            let stored = try file(number).storedDefinition(of: projection.name)
            if stored.tables == wanted {
                live = Generation(file: file(number), projection: projection)
            } else if let old = GenerationPlan.read(stored, name: projection.name) {
                live = Generation(file: file(number), projection: old)
            } else {
                log(
                    LogLine(
                        .warning, "the live generation's own definition cannot be read any more",
                        [("projection", projection.name), ("generation", String(number))]))
            }
        }
        let fits = live.map { DefinitionMeaning($0.projection).tables == wanted } ?? false
        if let number = pointer.building {
            let stored = try? file(number).storedDefinition(of: projection.name)
            if !fits, stored?.tables == wanted {
                building = Generation(file: file(number), projection: projection)
                return
            }
            pointer.building = nil
            try pointer.write(to: pointerPath)
            try folder.removeGeneration(projection.name, number)
        }
        guard !fits else { return }
        let number = pointer.next
        // The number is durable before its file is made, so that it is never used twice (R29).
        pointer.next += 1
        try pointer.write(to: pointerPath)
        try folder.removeGeneration(projection.name, number)
        try file(number).create(for: projection)
        pointer.building = number
        try pointer.write(to: pointerPath)
        building = Generation(file: file(number), projection: projection)
        log(
            LogLine(
                .info, live == nil ? "first build" : "tables changed: building a new generation",
                [("projection", projection.name), ("generation", String(number))]))
    }

    private static func read(_ stored: GenerationFile.StoredDefinition, name: String) -> Projection? {
        let result = ProjectionReader.read(files: [(path: stored.file, text: stored.text)])
        return result.projections.first { $0.name == name }
    }
}
