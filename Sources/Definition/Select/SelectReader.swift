// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Reads the SELECT of a view.
public struct SelectReader {
    /// What it may read.
    let relations: [Relation]

    /// Makes a reader.
    public init(relations: [Relation]) {
        self.relations = relations
    }

    /// Reads one.
    public func read(name: String, sql: QueryDeclaration.Text) -> Result<View, DiagnosticList> {
        .failure(DiagnosticList([Diagnostic(.notSupportedYet, at: sql.place, "views are not read yet")]))
    }
}
