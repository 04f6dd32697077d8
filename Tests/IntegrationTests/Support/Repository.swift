// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// Where things of the project are, found from where this file was compiled.
enum Repository {
    static let root = URL(filePath: #filePath, directoryHint: .notDirectory)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The daemon: `PROJECTORD_BINARY`, else the one that was built with these tests.
    static let daemon =
        ProcessInfo.processInfo.environment["PROJECTORD_BINARY"]
        ?? root.appending(path: ".build/debug/projectord").path

    static func path(_ relative: String) -> String { root.appending(path: relative).path }
}
