// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Projector
internal import ReadModel

/// How fresh an answer must be, and how long it may take to become so.
struct Freshness: Sendable {
    /// The longest wait; a longer one is cut, and told.
    static let waitMaxMs = 30_000
    /// The wait of `_wait` without a value, and of the path `_wait`.
    static let waitDefaultMs = 5_000

    /// The places in the log that must be done.
    var places: [LogPlace] = []
    /// How long to wait for them.
    var waitMs = 0
    /// Whether `waitMs` was cut to `waitMaxMs`.
    var isWaitCut = false
    /// How far the model may be behind; nil for any.
    var maxLagMs: Int?
    /// Whether a condition that is not met is told instead of refused.
    var isLenient = false

    /// Whether there is any condition; such an answer is not to be stored.
    var isConditional: Bool { !places.isEmpty || maxLagMs != nil }

    /// Takes a wait, cut to the longest.
    mutating func setWait(_ milliseconds: Int) {
        waitMs = min(milliseconds, Freshness.waitMaxMs)
        isWaitCut = milliseconds > Freshness.waitMaxMs
    }
}
