// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Events

extension DefinitionMeaning {
    /// One hash of all that rows depend on, by which a pin knows a definition (R31).
    public var rowsHash: UInt64 {
        RecordHash.of(text: rows.map { "\($0.kind) \($0.name) \($0.hash)\n" }.sorted().joined())
    }
}
