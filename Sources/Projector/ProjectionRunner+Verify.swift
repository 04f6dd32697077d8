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
    ///
    /// - Parameter sample: Which keys are compared; nil for all.
    public func verify(_ sample: Verification.Sample? = nil) throws -> Verification? {
        guard let (generation, board) = serving else { return nil }
        let connection = try Connection(path: generation.file.path, mode: .readOnly)
        let check = ViewCheck(try ViewProgram(generation.projection))
        try connection.execute("BEGIN")
        var verification = Verification(generation: generation.file.number, seed: sample?.seed, views: [])
        for view in generation.projection.views {
            var found = Verification.View(name: view.name)
            found.failure = board.views.failure(of: [view.name])?.cause
            found.stream = check.stream(of: view.name)
            if found.failure == nil {
                found.rows = try connection.integer("SELECT count(*) FROM \"\(view.name)\"") ?? 0
                if found.stream == nil { try compare(&found, check, sample, connection) }
            }
            verification.views.append(found)
        }
        try connection.execute("COMMIT")
        return verification
    }

    private func compare(
        _ view: inout Verification.View, _ check: ViewCheck, _ sample: Verification.Sample?, _ connection: Connection
    ) throws {
        let most = Verification.examplesMax
        let difference =
            if let sample {
                try check.compare(
                    view.name, keys: sample.keys, seed: sample.seed, on: connection, examples: most)
            } else {
                try check.compare(view.name, on: connection, examples: most)
            }
        (view.missing, view.extra) = (difference.missing, difference.extra)
        (view.examples, view.keys) = (difference.examples, difference.keys)
    }
}
