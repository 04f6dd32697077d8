// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import SQLite

/// What the statements of a reading connection may do: read.
///
/// What they may read, and by which functions, was checked when the projection was loaded; this is the second fence.
enum QueryAuthorizer {
    static func allows(_ access: Access) -> Bool {
        switch access {
        case .select, .read, .function, .recursive: true
        // A snapshot is a transaction of the reader itself; SQLite asks again about statements prepared before.
        case .other(let action): action == Access.transaction
        }
    }
}
