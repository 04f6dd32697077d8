// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Compiles declared queries against the tables of one projection (R35, R36).
///
/// One thread at a time uses a compiler.
public struct QueryCompiler {
    /// Makes a compiler for queries over `tables`, whose index terms are checked already.
    public init(tables: [Table]) {}

    /// Compiles one query.
    public func compile(_ query: QueryDeclaration) -> Result<Query, DiagnosticList> {
        .failure(DiagnosticList([Diagnostic(.notSupportedYet, at: query.sql.place, "queries are not compiled yet")]))
    }
}
