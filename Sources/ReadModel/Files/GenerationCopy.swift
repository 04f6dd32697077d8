// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
internal import SQLite

/// A new generation made from the file of another one, whose tables mean the same (R26).
///
/// It is made under a temporary name, and gets its own before anybody opens it: a file that is renamed while it is open
/// would be two files to SQLite.
public struct GenerationCopy: Sendable {
    /// How the temporary file's name goes on after the generation's.
    public static let suffix = ".new"

    /// The generation that is copied; it may be written meanwhile.
    public var original: GenerationFile
    /// The new one.
    public var copy: GenerationFile
    /// The new one's definition.
    public var projection: Projection
    /// The views whose objects are not taken over.
    public var outdatedViews: [String]
    /// The views whose objects are made, empty.
    public var anewViews: [String]
    /// The names of the notes that are not taken over.
    public var forgottenNotes: [String]

    /// Describes a copy; `make` makes it.
    public init(
        of original: GenerationFile, as copy: GenerationFile, for projection: Projection,
        outdatedViews: [String], anewViews: [String], forgottenNotes: [String]
    ) {
        self.original = original
        self.copy = copy
        self.projection = projection
        self.outdatedViews = outdatedViews
        self.anewViews = anewViews
        self.forgottenNotes = forgottenNotes
    }

    private var path: String { copy.path + GenerationCopy.suffix }

    /// Makes the file, whole and durable; false if `isCancelled` ended it, after which nothing of it is left.
    ///
    /// It takes as long as reading and writing the file, and the building of new indexes.
    public func make(unless isCancelled: () -> Bool) throws(ReadModelError) -> Bool {
        try remove()
        do {
            guard try copyPages(unless: isCancelled), !isCancelled() else {
                try remove()
                return false
            }
            try fit()
            do throws(FileError) { try DurableFile.rename(path, to: copy.path) } catch { throw ReadModelError(error) }
            return true
        } catch let error as ReadModelError {
            try? remove()
            throw error
        } catch let error as SQLiteError {
            try? remove()
            throw ReadModelError(error, path: path)
        } catch {
            try? remove()
            throw ReadModelError(.store, "\(path): \(error)", hint: "please report this")
        }
    }

    private func remove() throws(ReadModelError) {
        do throws(FileError) {
            try GenerationFile(path: path, number: copy.number).remove()
        } catch {
            throw ReadModelError(error)
        }
    }

    private func copyPages(unless isCancelled: () -> Bool) throws -> Bool {
        guard DurableFile.freeBytes(besides: copy.path) > DurableFile.size(original.path) else {
            throw ReadModelError(FileError.full(path))
        }
        let source = try Connection(path: original.path, mode: .readOnly)
        try original.check(source, projection: projection.name)
        let target = try Connection(path: path, mode: .readWrite)
        // A copy that is not finished is thrown away, so it needs neither a journal nor the disk's word.
        try target.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        return try source.copy(to: target, unless: isCancelled)
    }

    /// Makes the copied file what the definition asks for.
    private func fit() throws {
        let connection = try Connection(path: path, mode: .readWrite)
        try connection.execute(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -\(WriterSettings.cacheKiB)")
        try connection.execute("BEGIN IMMEDIATE")
        try dropObjects(of: outdatedViews, on: connection)
        for view in projection.views where anewViews.contains(view.name) {
            for object in view.objects { try connection.execute(object) }
        }
        try fitIndexes(on: connection)
        let note = try connection.prepare("DELETE FROM _meta WHERE name = ?1")
        for name in forgottenNotes {
            note.bind(1, name)
            try note.run()
        }
        try GenerationSchema.describe(projection, number: copy.number, on: connection)
        try connection.execute("COMMIT")
        if let damage = try connection.quickCheck() {
            throw ReadModelError(
                .store, "\(original.path): the copy is damaged: \(damage)",
                hint: "projectord rebuild \(projection.name) makes the model anew from the log")
        }
        try connection.execute("PRAGMA journal_mode = WAL")
    }

    /// A view's objects have its name, or begin with it and two underscores, which no other name holds.
    private func dropObjects(of views: [String], on connection: Connection) throws {
        let found = try objects(on: connection).filter { object in
            views.contains { object.name == $0 || object.name.hasPrefix($0 + "__") }
        }
        for kind in ["view", "index", "table"] {
            for object in found where object.kind == kind { try connection.execute("DROP \(kind) \"\(object.name)\"") }
        }
    }

    /// The tables' indexes, named `<table>__i1` and on, become those of the definition; one that is there stays.
    private func fitIndexes(on connection: Connection) throws {
        for table in projection.tables {
            let wanted = SchemaSQL.indexes(of: table)
            let there = try objects(on: connection).filter {
                $0.kind == "index" && $0.name.hasPrefix(table.name + "__i")
            }
            for index in there where !wanted.contains(index.sql) {
                try connection.execute("DROP INDEX \"\(index.name)\"")
            }
            for index in wanted where !there.contains(where: { $0.sql == index }) { try connection.execute(index) }
        }
    }

    private func objects(on connection: Connection) throws -> [(kind: String, name: String, sql: String)] {
        var objects: [(kind: String, name: String, sql: String)] = []
        let statement = try connection.prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        while try statement.step() { objects.append((statement.text(0), statement.text(1), statement.text(2))) }
        return objects
    }
}
