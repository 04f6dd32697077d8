// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Synchronization

/// Keeps the lines of a log.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) {
        lines.withLock { $0.append(line) }
    }
}
