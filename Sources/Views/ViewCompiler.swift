// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition

/// Compiles views for the reader of projection files.
public struct ViewCompiler: ViewCompiling {
    /// Makes a compiler.
    public init() {}

    /// Compiles one view; see `ViewCompiling`.
    public func compile(
        _ view: View, after earlier: [View], over relations: [Relation]
    ) -> Result<[String], DiagnosticList> {
        .failure(DiagnosticList([view.fault(.notSupportedYet, at: 0, "views are not kept yet")]))
    }
}
