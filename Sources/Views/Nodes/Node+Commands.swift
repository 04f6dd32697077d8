// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension Node {
    /// All statements that run with each change.
    var commands: [Command] {
        steps.sorted { $0.key < $1.key }.flatMap { ($0.value.before + $0.value.after).flatMap(\.commands) }
            + prepare + [size].compactMap(\.self) + apply + stage + applyStaged
    }

    /// The names of its temporary tables.
    var temporaryNames: Set<String> {
        Set(["v", "k", "n"].map { "\(name)__\($0)" } + (0..<64).flatMap { ["\(name)__w\($0)", "\(name)__p\($0)"] })
    }
}

extension Node.Gathering {
    /// Its statements.
    var commands: [Command] { fill + [emit] }
}
