// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One call of a command.
struct Invocation: Sendable {
    /// The words of the call.
    var arguments: ParsedArguments
    /// The process's environment.
    var environment: [String: String]

    /// The settings, from all their origins.
    func settings() throws(CommandError) -> Settings {
        try Settings(arguments: arguments, environment: environment)
    }
}
