// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events

extension View {
    /// What the view means, however its text is laid out: its words, its columns and its stored objects.
    public var meaning: String {
        let columns = columns.map { "\($0.name):\($0.type?.name ?? "")" }
        let lines = [SelectPrinter().text(select), columns.joined(separator: ",")] + indexes.map { "index \($0)" }
        return (lines + objects).joined(separator: "\n")
    }
}
