// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import ReadModel

/// How far the latest build of a projection is.
public struct RebuildStatus: Sendable {
    /// What it does.
    public enum State: Sendable {
        /// It reads the log.
        case building
        /// It waits for something outside, and goes on by itself.
        case waiting(reason: String)
        /// It has what the log has, but may not go live unless an operator accepts what differs.
        case unaccepted(RebuildRefusal)
        /// It stands still until an operator acts.
        case stopped(StopCause)
        /// It was given up on an operator's word.
        case cancelled
        /// It answers.
        case live

        /// The state's name.
        public var name: String {
            switch self {
            case .building: "building"
            case .waiting: "waiting"
            case .unaccepted: "unaccepted"
            case .stopped: "stopped"
            case .cancelled: "cancelled"
            case .live: "live"
            }
        }
    }

    /// The number of the generation that is being built, or was.
    public var number: Int
    /// The number of the generation that it replaces; nil if there is none.
    public var replaced: Int?
    /// What it does.
    public var state: State
    /// What it is at; nil if it stands still or is over.
    public var phase: BuildPhase?
    /// How far it is through the log, and how fast.
    public var figures: BuildFigures
    /// Whether it is a way back to the previous generation (R31).
    public var isRollback: Bool
    /// Its generation: positions, ends and sizes.
    public var generation: ProjectionStatus.GenerationStatus
    /// How its rows compare with the live generation's; nil before they were compared.
    public var proof: Proof?
}
