// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel
internal import Synchronization

/// Places in the log at which a pipeline's writer is to stand, for a while (R28) or for good (R30).
final class Barrier: Sendable {
    /// What the writer is to heed.
    struct Limits: Equatable {
        /// The first record that is not applied, by partition; partitions that are not named have no limit.
        var places: [LogPlace]
        /// Whether records from there on are never applied, so that they need not be kept.
        var dropsRest: Bool
    }

    private struct Contents {
        var limits: Limits?
        var isReached = false
    }

    private let contents = Mutex(Contents())

    /// The limits to heed; nil if there are none.
    var limits: Limits? {
        get { contents.withLock { $0.limits } }
        set {
            contents.withLock {
                $0.limits = newValue
                $0.isReached = false
            }
        }
    }

    /// Whether all limits are reached, and what is below them is committed.
    var isReached: Bool { contents.withLock { $0.isReached } }

    /// Notes that `limits` are reached, unless others have taken their place.
    func reached(_ limits: Limits) {
        contents.withLock { if $0.limits == limits { $0.isReached = true } }
    }
}

extension Pipeline {
    /// Lets the writer apply what is below `places` and nothing from there on, commit that, and stand there until
    /// `release`; with `droppingRest` it never goes on.
    ///
    /// What comes meanwhile is kept back as far as there is room; if places cannot be reached before that is full, the
    /// writer waits until it is released.
    func hold(below places: [LogPlace], droppingRest: Bool = false) {
        barrier.limits = Barrier.Limits(places: places, dropsRest: droppingRest)
        flush()
    }

    /// Whether all places are reached, and what is below them is committed; false without `hold`.
    var isHolding: Bool { barrier.isReached }

    /// Lets the writer go on.
    func release() {
        barrier.limits = nil
        flush()
    }
}
