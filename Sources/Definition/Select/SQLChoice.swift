// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One WHEN of a CASE.
public struct SQLChoice: Hashable, Sendable {
    /// What is asked.
    public var when: SQLExpression
    /// The value if so.
    public var then: SQLExpression

    /// Makes a choice.
    public init(when: SQLExpression, then: SQLExpression) {
        self.when = when
        self.then = then
    }
}
