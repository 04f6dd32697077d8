// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

/// Reads projection files into checked projections, or tells everything that is wrong with them.
///
/// Pure: the same texts give the same result. Thread-safe.
public enum ProjectionReader {
    /// Reads the texts of projection files.
    ///
    /// - Parameters:
    ///   - files: Each file's path, for places, and its text.
    ///   - views: What compiles views; without it they are refused.
    /// - Returns: The projections of the files without any fault, and the faults of the others, file by file, in the
    ///   order of their places.
    public static func read(
        files: [(path: String, text: String)], views: (any ViewCompiling)? = nil
    ) -> (projections: [Projection], diagnostics: [Diagnostic]) {
        var projections: [Projection] = []
        var diagnostics: [Diagnostic] = []
        var names: [String: Place] = [:]
        for file in files {
            let reading = FileReading(SourceText(file.text, file: file.path))
            let projection = FileReader(reading: reading, text: file.text, views: views).read(names: &names)
            if let projection, reading.diagnostics.isEmpty { projections.append(projection) }
            diagnostics += reading.sorted
        }
        return (projections, diagnostics)
    }
}
