// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One command of `projectord`: how it is called, what it says of itself, and what it does.
struct Subcommand: Sendable {
    /// The word after `projectord`.
    var name: String
    /// What stands after it besides flags, such as `[FILE...]`; empty if nothing does.
    var arguments = ""
    /// How many of those are allowed.
    var argumentCount = 0...0
    /// One line for the overview; a sentence without its period.
    var summary: String
    /// What a user should know, in lines.
    var details: [String] = []
    /// The settings that it takes as flags.
    var settings: [Setting] = []
    /// Its own flags.
    var flags: [Flag] = []
    /// How it is called, line by line.
    var examples: [String] = []
    /// What it does.
    var run: @Sendable (Invocation) throws(CommandError) -> ExitCode

    /// All its flags, those of settings first, `--help` last.
    var allFlags: [Flag] { (settings.isEmpty ? [] : settings.map(\.flag) + [.config]) + flags + [.help] }
}
