// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The name of a projection as a call gives it.
enum ProjectionName {
    /// The name, if it can be one.
    static func read(_ word: String) throws(CommandError) -> String {
        guard !word.isEmpty, word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }) else {
            throw CommandError(.usage, "'\(word)' is no projection's name", hint: "projectord status lists them")
        }
        return word
    }
}
