// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite

/// Keeps the views of one database, on the writer's connection and thread.
///
/// For each changed table of a transaction: fill its delta table, `willWrite`, write the rows, `didWrite`; after the
/// last one `finish`. What is thrown is a `ViewFailure` where a view is to blame, and SQLite's error otherwise; the
/// transaction must be rolled back then, and `rolledBack` called.
public final class ViewKeeper {
    private let program: ViewProgram

    /// Makes the temporary tables and prepares all statements.
    ///
    /// - Parameters:
    ///   - program: The views.
    ///   - connection: The writer's connection, whose database has the tables and the views' objects.
    ///   - failed: The views that are not kept; those that read them are not either.
    public init(_ program: ViewProgram, on connection: Connection, without failed: Set<String> = []) throws {
        self.program = program
    }

    /// Fills all nodes from the tables as they are.
    public func build() throws {}

    /// Takes what a relation's delta table says, before its rows are written.
    public func willWrite(_ relation: String) throws {}

    /// Takes it again after they are written, and empties the delta table.
    public func didWrite(_ relation: String) throws {}

    /// Brings all views up to date, after the last relation of a transaction.
    public func finish() throws {}

    /// Forgets what memory says of the open transaction.
    public func rolledBack() {}

    /// What was done for each view since the start.
    public var counts: [ViewCounts] { [] }
}
