// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import SQLite

/// Compiles declared queries against the tables of one projection (R35, R36).
///
/// One thread at a time uses a compiler.
public struct QueryCompiler {
    let database: QueryDatabase

    /// Makes a compiler for queries over `tables`, whose index terms are checked already.
    ///
    /// Views are compiled, with their objects; `compiler` tries what a further index would do to one.
    public init(tables: [Table], views: [View] = [], compiler: (any ViewCompiling)? = nil) {
        database = QueryDatabase(tables: tables, views: views, compiler: compiler)
    }

    /// Compiles one query.
    public func compile(_ query: QueryDeclaration) -> Result<Query, DiagnosticList> {
        var compilation = QueryCompilation(query, database: database)
        return compilation.run()
    }
}
