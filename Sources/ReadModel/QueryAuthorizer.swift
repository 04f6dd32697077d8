// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite

/// What the statements of a reading connection may do: read.
///
/// What they may read, and by which functions, was checked when the projection was loaded; this is the second fence.
enum QueryAuthorizer {
    /// SQLite's action code of BEGIN and COMMIT, by which a reader holds its snapshot (`SQLITE_TRANSACTION`).
    private static let transaction: Int32 = 22

    static func allows(_ access: Access) -> Bool {
        switch access {
        case .select, .read, .function, .recursive: true
        case .other(let action): action == transaction
        }
    }
}
