// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The commands, in the order of the help; a new one is one line here.
enum CommandTable {
    static let all: [Subcommand] = [
        RunCommand.subcommand,
        DemoCommand.subcommand,
        CheckCommand.subcommand,
        StatusCommand.subcommand,
        QueryCommand.subcommand,
        HeldCommand.subcommand,
        RebuildCommand.subcommand,
        RollbackCommand.subcommand,
        RemoveCommand.subcommand,
        VerifyCommand.subcommand,
        SettingsCommand.subcommand,
        BenchCommand.subcommand,
    ]

    /// Names that are kept for what is designed, so that they get a plain answer and no guess.
    static let unbuilt = [
        "explain", "backup", "restore", "export", "init",
    ]

    static func find(_ name: String) -> Subcommand? { all.first { $0.name == name } }
}
