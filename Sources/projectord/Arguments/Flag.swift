// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One `--flag` of a command.
struct Flag: Sendable, Hashable {
    /// The name without the dashes.
    var name: String
    /// What stands for its value in the help; nil for a switch, which takes none.
    var value: String?
    /// One line; no period.
    var summary: String
    /// Whether it may stand several times.
    var isRepeatable = false

    /// Where the settings file is.
    static let config = Flag(name: "config", value: "FILE", summary: "the settings file (default: projectord.yaml)")
    /// Answers are to be JSON.
    static let json = Flag(name: "json", summary: "print JSON")
    /// The help.
    static let help = Flag(name: "help", summary: "print this text")

    /// The flag as the help shows it.
    var synopsis: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }
}
