// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why a command ends without having done its work.
struct CommandError: Error, Sendable {
    /// How the process ends.
    var code: ExitCode
    /// What was found; lower case, no period.
    var message: String
    /// What to do; nil if the message says it all.
    var hint: String?

    init(_ code: ExitCode, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The lines for stderr.
    var text: String {
        let hintLine = hint.map { "try: \(Printable.text($0))\n" } ?? ""
        return "error: \(Printable.text(message))\n\(hintLine)"
    }
}
