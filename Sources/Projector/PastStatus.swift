// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import ReadModel

/// What is shown of a labelled generation (R30).
public struct PastStatus: Sendable {
    /// What it does.
    public enum State: Sendable {
        /// It reads the log.
        case building
        /// It waits for something outside, and goes on by itself.
        case waiting(reason: String)
        /// It stands still until an operator acts.
        case stopped(StopCause)
        /// It is complete, and answers.
        case sealed

        /// The state's name.
        public var name: String {
            switch self {
            case .building: "building"
            case .waiting: "waiting"
            case .stopped: "stopped"
            case .sealed: "sealed"
            }
        }
    }

    /// Its label, number, time and cuts.
    public var past: PastGeneration
    /// What it does.
    public var state: State
    /// What its building is at; nil if that is over.
    public var phase: BuildPhase?
    /// How far it is through its part of the log, and how fast.
    public var figures: BuildFigures
    /// The records delivered over all partitions.
    public var delivered: Int64
    /// The size of its file, in bytes.
    public var bytes: Int
}
