// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel
internal import SQLite
internal import Views

extension ProjectionRunner {
    /// Compares the live generation's views with their SELECTs; nil while there is no live generation.
    ///
    /// It reads all that the views read, on a connection and a snapshot of its own, so it may take minutes, and the
    /// write-ahead log grows meanwhile.
    public func verify() throws -> Verification? {
        guard let (generation, board) = serving else { return nil }
        let connection = try Connection(path: generation.file.path, mode: .readOnly)
        let check = ViewCheck(try ViewProgram(generation.projection))
        try connection.execute("BEGIN")
        var verification = Verification(generation: generation.file.number, views: [])
        for view in generation.projection.views {
            var found = Verification.View(name: view.name)
            found.failure = board.views.failure(of: [view.name])?.cause
            if found.failure == nil {
                let difference = try check.compare(view.name, on: connection, examples: Verification.examplesMax)
                found.rows = try connection.integer("SELECT count(*) FROM \"\(view.name)\"") ?? 0
                found.missing = difference.missing
                found.extra = difference.extra
                found.examples = difference.examples
            }
            verification.views.append(found)
        }
        try connection.execute("COMMIT")
        return verification
    }
}
