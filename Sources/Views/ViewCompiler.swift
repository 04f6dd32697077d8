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
        do {
            var builder = try ProgramBuilder(relations)
            for view in earlier { _ = try builder.add(view).get() }
            return builder.add(view)
        } catch let faults as DiagnosticList {
            return .failure(faults)
        } catch {
            return .failure(DiagnosticList([view.fault(.badView, at: 0, "SQLite could not be used: \(error)")]))
        }
    }
}
