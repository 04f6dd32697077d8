// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// Fails a test once for all the faults that its check found, so that one run shows them all.
func expectNone(_ faults: [String], _ rule: String, sourceLocation: SourceLocation = #_sourceLocation) {
    guard !faults.isEmpty else { return }
    Issue.record("\(rule):\n\(faults.joined(separator: "\n"))", sourceLocation: sourceLocation)
}
