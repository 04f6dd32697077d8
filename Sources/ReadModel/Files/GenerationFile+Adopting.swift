// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
internal import SQLite

extension GenerationFile {
    /// Stores the definition that the generation goes on by, if it is another text than it has (R26).
    ///
    /// Its tables and views must mean the same: what changes are queries and words, and the order of sources. Only a
    /// generation that nobody writes may be given it. Without it a later change of a table would bring back the queries
    /// of the day on which the generation was made.
    public func adopt(_ projection: Projection) throws(ReadModelError) {
        do {
            let connection = try Connection(path: path, mode: .readWrite)
            try check(connection, projection: projection.name)
            let text = try connection.text("SELECT value FROM _meta WHERE name = 'definition'")
            let file = try connection.text("SELECT value FROM _meta WHERE name = 'file'")
            if text == projection.text, file == projection.file { return }
            if try loadState() == .done {
                try WriterSettings.apply(to: connection)
            } else {
                // A load that is paused has no log; it is written once, durably.
                try connection.execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA")
            }
            try connection.execute("BEGIN IMMEDIATE")
            try GenerationSchema.describe(projection, number: number, on: connection)
            try connection.execute("COMMIT")
        } catch let error as SQLiteError {
            throw ReadModelError(error, path: path)
        } catch let error as ReadModelError {
            throw error
        } catch {
            throw ReadModelError(.store, "\(path): \(error)", hint: "please report this")
        }
    }
}
