// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// Why a rebuild is not begun, or its result not made live, and what would change that.
public struct RebuildRefusal: Error, Hashable, Sendable {
    /// What is in the way.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Another build of the projection is under way.
        case alreadyBuilding = "already-building"
        /// The log no longer has all that the live generation was built from.
        case logIncomplete = "log-incomplete"
        /// The live generation cannot be compared with a new one: a fault of the log or of its file stopped it.
        case needsAcceptance = "needs-acceptance"
        /// What means the same has other rows than the live generation's.
        case differs
        /// A table would lose all its rows, or most.
        case muchSmaller = "much-smaller"
        /// The brokers do not tell where the log begins.
        case logUnreachable = "log-unreachable"
        /// The new generation's file cannot be made.
        case storeRefused = "store-refused"
        /// No generation is kept to go back to.
        case noPrevious = "no-previous"
        /// The previous generation cannot be used by this projectord.
        case previousUnusable = "previous-unusable"
        /// The log begins after the time that is asked for.
        case beforeLogStart = "before-log-start"
        /// A source is compacted, so its past is not in the log.
        case sourceCompacted = "source-compacted"
        /// The time that is asked for has not come.
        case timeInFuture = "time-in-future"
        /// Another generation has the label.
        case labelTaken = "label-taken"
        /// There are as many labelled generations as there may be.
        case tooManyLabels = "too-many-labels"
        /// No generation has the label.
        case unknownLabel = "unknown-label"
        /// There is no build that could be given up.
        case cannotCancel = "cannot-cancel"
        /// The daemon is starting or stopping.
        case notReady = "not-ready"
    }

    /// What is in the way.
    public var code: Code
    /// What was found; lower case, no period.
    public var message: String
    /// What to do.
    public var hint: String

    init(_ code: Code, _ message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The live generation has stopped for a cause after which its rows prove nothing (R28).
    init(stopped cause: StopCause, _ projection: String) {
        let place = cause.place.isEmpty ? "" : " at \(cause.place)"
        self.init(
            .needsAcceptance,
            "the live generation is stopped, \(cause.code.rawValue)\(place): \(cause.message); "
                + "a new one may differ from it, and positions may go back",
            hint: RebuildRefusal.command(projection))
    }

    /// The log begins after what the live generation was built from (R27).
    init(missing position: PartitionPosition, logStart: Int64, _ projection: String) {
        self.init(
            .logIncomplete,
            "the log of \(position.topic)/\(position.partition) begins at \(logStart), but the live generation was "
                + "built from \(position.first): what these records made would be missing",
            hint: "let the topic keep its records longer; to go on without them: "
                + RebuildRefusal.command(projection))
    }

    /// The topic is compacted now: what was overwritten since is gone (R27).
    init(compacted topic: String, for needy: String, _ projection: String) {
        self.init(
            .logIncomplete,
            "the topic \(topic) is compacted, but \(needy) needs every record: what the removed ones made would be "
                + "missing",
            hint: "keep the live generation, and set cleanup.policy=delete on the topic before more is removed")
    }

    init(uncancellable reason: String) {
        self.init(.cannotCancel, reason, hint: "projectord status shows what is done")
    }

    init(_ error: ReadModelError) {
        self.init(.storeRefused, error.message, hint: error.hint)
    }

    /// The command that makes a read model anew whatever it then lacks.
    static func command(_ projection: String) -> String { "projectord rebuild \(projection) --accept-differences" }
}
