// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import Glibc

/// The process's two outputs.
enum Console {
    /// Writes to the standard output; what a closed pipe does not take is dropped.
    static func output(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }

    /// Writes to the standard error.
    static func error(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Whether a person reads the standard output.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
