// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Turns a view into what keeps it up to date, or says why it cannot be kept so.
///
/// Definition knows what a view is, `Views` how it is kept; the reader of files asks it by this.
public protocol ViewCompiling: Sendable {
    /// Compiles one view.
    ///
    /// - Parameters:
    ///   - view: The view, parsed and checked by SQLite.
    ///   - earlier: The views before it in the file, compiled.
    ///   - relations: What views may read, but views themselves.
    /// - Returns: The statements that make the view's stored objects, in order, for a database that has the tables and
    ///   the objects of the views before it; or its faults.
    func compile(_ view: View, after earlier: [View], over relations: [Relation]) -> Result<[String], DiagnosticList>
}
