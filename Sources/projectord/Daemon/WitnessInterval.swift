// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A shorter time between two looks at the witnesses, for tests: `PROJECTORD_TEST_WITNESS_MS=<milliseconds>`.
enum WitnessInterval {
    /// The variable of the environment.
    static let variable = "PROJECTORD_TEST_WITNESS_MS"

    /// Reads the variable; nil if it is not set.
    static func milliseconds(_ environment: [String: String]) throws(CommandError) -> Int? {
        guard let text = environment[variable] else { return nil }
        guard let milliseconds = Int(text), milliseconds > 0 else {
            throw CommandError(.settings, "\(variable) is '\(text)'", hint: "\(variable)=1000, in milliseconds")
        }
        return milliseconds
    }
}
